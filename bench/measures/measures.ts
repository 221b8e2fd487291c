import type { Benchmark, Chart, Results, Spread, Table } from "../benchmark.ts";
import { spreadOf } from "../benchmark.ts";
import { inRounds, ratiosOf } from "../candidates/rounds.ts";
import { expectRuns, type Setting, withStandIns } from "../candidates/setting.ts";
import { type ColdStart, createColdProcesses } from "../cold/cold-process.ts";
import { buildVariants, type Variant } from "./variants.ts";

/** Rounds that are counted. */
const rounds = 31;

const about = `
What was done for the cold start of \`http\`, one measure undone at a time: what would it take without? Each has its place
in the code, which is named. All are measured over TLS where that can be had, as Lambda speaks to AWS and GitHub, and
"of the function" is the ratio to the function as deployed in the same round. The last lines are what was tried and
left: they are done *in addition*, and show what they would bring. V8's compile cache is Node's own
(\`NODE_COMPILE_CACHE\`), filled by the very same Node.js on the same kind of processor. It is not shipped, since Node.js
takes none of another version or another processor, and Lambda changes the one by itself.
`;

/** What each thing that was done for speed brings. */
export const measures: Benchmark = {
  name: "measures",
  title: "What was done for speed",
  about,
  run: () => withStandIns(measure),
};

async function measure(setting: Setting): Promise<Results> {
  const { standIns, folder } = setting;
  const variants = await buildVariants(folder, standIns.tls ?? standIns.plain);
  const { start, countParsed } = await createColdProcesses(folder);
  const starts = await inRounds(variants, rounds, ({ candidate }) => start(candidate));
  const [deployed = []] = starts.values();
  const found: Found[] = [];
  for (const [variant, own] of starts) {
    found.push(foundOf(variant, own, deployed, await countParsed(variant.candidate)));
  }
  await expectRuns(standIns, variants.length * (rounds + 2) + 1);
  return { tables: [tableOf(found)], goals: [], charts: [chartOf(found)] };
}

/** What was found of one variant. */
interface Found {
  /** What it is, and where the measure is that is undone. */
  readonly what: string;
  readonly label: string;
  readonly first: Spread;
  readonly ofDeployed: Spread;
  /** Kilobytes. */
  readonly parsed: number;
}

function foundOf(
  { what, where }: Variant,
  starts: readonly ColdStart[],
  deployed: readonly ColdStart[],
  parsed: number,
): Found {
  const [own, base] = [starts, deployed].map((all) => all.map(({ first }) => first));
  return {
    what: where === undefined ? what : `${what} (${where})`,
    label: what,
    first: spreadOf(own ?? []),
    ofDeployed: ratiosOf(own ?? [], base ?? []),
    parsed: parsed / 1000,
  };
}

function tableOf(found: readonly Found[]): Table {
  return {
    of: "the function",
    columns: [
      { name: "first dispatch", unit: "ms" },
      { name: "of the function", unit: "times" },
      { name: "parsed", unit: "KB" },
    ],
    rows: found.map(({ what, first, ofDeployed, parsed }) => ({
      what,
      figures: [first, ofDeployed, parsed],
    })),
  };
}

function chartOf(found: readonly Found[]): Chart {
  return {
    title: "Process start to first dispatch, against the function as deployed",
    unit: "times",
    bars: found.slice(1).map(({ label, ofDeployed }) => ({ label, figure: ofDeployed })),
  };
}
