import { BenchmarkNeeded, medianOf, type Results } from "../benchmark.ts";

/** What a function takes for one dispatch, in milliseconds, measured where no network is. */
export interface Durations {
  readonly coldMilliseconds: number;
  readonly warmMilliseconds: number;
}

/** Those of the two functions, named as the benchmarks name them. */
export interface FunctionDurations {
  readonly http: Durations;
  readonly queue: Durations;
}

/** The benchmarks that durations come from. */
const sources = ["cold", "warm"] as const;

/** Those of them that are not in this run, so that what was recorded counts. */
export function recordedSources(previous: ReadonlyMap<string, Results>): readonly string[] {
  return sources.filter((name) => !previous.has(name));
}

/**
 * The durations that the benchmarks `cold` and `warm` have found, in this run or else in the recorded one.
 *
 * @throws BenchmarkNeeded when neither has them.
 */
export function durationsIn(
  previous: ReadonlyMap<string, Results>,
  recorded: () => ReadonlyMap<string, Results>,
): FunctionDurations {
  const timeOf = (benchmark: (typeof sources)[number], column: string, row: string) => {
    const results = previous.get(benchmark) ?? recorded().get(benchmark);
    if (results !== undefined) return readTime(results, benchmark, column, row);
    throw new BenchmarkNeeded(
      `It needs the times of the benchmark ${benchmark}, which is neither in this run nor in docs/benchmarks.json. Run \`npm run bench -- cold warm money\`.`,
    );
  };
  const durationsOf = (name: keyof FunctionDurations): Durations => ({
    coldMilliseconds: timeOf("cold", "first dispatch", name),
    warmMilliseconds: timeOf("warm", "time", name),
  });
  return { http: durationsOf("http"), queue: durationsOf("queue") };
}

/** A time in the first table of a benchmark. */
function readTime({ tables }: Results, benchmark: string, column: string, row: string): number {
  const [table] = tables;
  const index =
    table?.columns.findIndex(({ name, unit }) => name === column && unit === "ms") ?? -1;
  const figure = table?.rows.find(({ what }) => what === row)?.figures[index];
  if (figure !== undefined) return medianOf(figure);
  throw new Error(
    `The first table of the benchmark ${benchmark} has no milliseconds in a column "${column}" and a row "${row}".`,
  );
}
