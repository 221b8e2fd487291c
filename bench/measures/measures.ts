import type { Benchmark, Chart, Results, Spread, Table } from "../benchmark.ts";
import { spreadOf } from "../benchmark.ts";
import { order } from "../candidates/order.ts";
import { inRounds, ratiosOf } from "../candidates/rounds.ts";
import { expectRuns, type Setting, withStandIns } from "../candidates/setting.ts";
import { type ColdStart, createColdProcesses } from "../cold/cold-process.ts";
import { type Comparison, comparisons, someWay } from "./comparisons.ts";
import { buildVariants, type Variant } from "./variants.ts";

/** Rounds that are counted. */
const rounds = 31;

const about = `
What was done for the cold start of \`http\`, one measure undone at a time: what would it take without? Each has its place
in the code, which is named. All are measured over TLS where that can be had, as Lambda speaks to AWS and GitHub. Each
table begins with the function as it is deployed, and "of the function" is the ratio to that one in the same round.

The built-in \`fetch\` can't open a connection before there is a request, so its line does without that as well. How the
config is read shows with many triggers alone. What saves waiting shows where AWS and GitHub are some way off: in the
last table each new connection and each answer takes ${someWay} ms more.

V8's compile cache is the one line that is the other way round: it was tried and left, and is done *in addition*. It is
Node's own (\`NODE_COMPILE_CACHE\`), filled by the very same Node.js on the same kind of processor. It is not shipped,
since Node.js takes none of another version or another processor, and Lambda changes the one by itself.
`;

/** What each thing that was done for speed brings. */
export const measures: Benchmark = {
  name: "measures",
  title: "What was done for speed",
  about,
  async run() {
    const found: Compared[] = [];
    for (const comparison of comparisons) {
      const { distance } = comparison;
      const measure = (setting: Setting) => compare(comparison, setting);
      found.push(await withStandIns(measure, { ...order, distance }));
    }
    return resultsOf(found);
  },
};

/** What was found of what is compared; the first is what is deployed. */
interface Compared {
  readonly of: string;
  readonly found: readonly Found[];
}

/** What was found of one variant. */
interface Found {
  readonly what: string;
  /** Where the measure is that is undone. */
  readonly where: string | undefined;
  readonly first: Spread;
  readonly ofDeployed: Spread;
  /** Kilobytes. */
  readonly parsed: number;
}

async function compare(comparison: Comparison, { standIns, folder }: Setting): Promise<Compared> {
  const variants = await buildVariants(comparison, folder, standIns.tls ?? standIns.plain);
  const { start, countParsed } = await createColdProcesses(folder);
  const starts = await inRounds(variants, rounds, ({ candidate }) => start(candidate));
  const [deployed = []] = starts.values();
  const found: Found[] = [];
  for (const [variant, own] of starts) {
    found.push(foundOf(variant, own, deployed, await countParsed(variant.candidate)));
  }
  await expectRuns(standIns, variants.length * (rounds + 2));
  return { of: comparison.of, found };
}

function foundOf(
  { what, where }: Variant,
  starts: readonly ColdStart[],
  deployed: readonly ColdStart[],
  parsed: number,
): Found {
  const [own, base] = [starts, deployed].map((all) => all.map(({ first }) => first));
  return {
    what,
    where,
    first: spreadOf(own ?? []),
    ofDeployed: ratiosOf(own ?? [], base ?? []),
    parsed: parsed / 1000,
  };
}

function resultsOf(compared: readonly Compared[]): Results {
  return { tables: compared.map(tableOf), goals: [], charts: [chartOf(compared)] };
}

function tableOf({ of, found }: Compared): Table {
  return {
    of,
    columns: [
      { name: "first dispatch", unit: "ms" },
      { name: "of the function", unit: "times" },
      { name: "parsed", unit: "KB" },
    ],
    rows: found.map(({ what, where, first, ofDeployed, parsed }) => ({
      what: where === undefined ? what : `${what} (${where})`,
      figures: [first, ofDeployed, parsed],
    })),
  };
}

function chartOf(compared: readonly Compared[]): Chart {
  const variants = compared.flatMap(({ found }) => found.slice(1));
  return {
    title: "Process start to first dispatch, against the function as deployed",
    unit: "times",
    bars: variants.map(({ what, ofDeployed }) => ({ label: what, figure: ofDeployed })),
  };
}
