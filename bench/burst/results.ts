import {
  type Chart,
  type Column,
  type Figure,
  type Goal,
  type Results,
  spreadOf,
  type Table,
} from "../benchmark.ts";
import type { Burst } from "./drain.ts";
import type { Measured } from "./measure.ts";

export type Backlog = Omit<Burst, "seed">;

/** One backlog, drained several times. */
export interface Drains {
  readonly backlog: Backlog;
  /** Milliseconds. */
  readonly best: number;
  readonly runs: readonly Measured[];
}

const hour = 3_600_000;

/** A column, and what a run has for it. */
type Measure = readonly [column: Column, of: (run: Measured, drains: Drains) => number];

const drained: readonly Measure[] = [
  [{ name: "to drain", unit: "h" }, ({ milliseconds }) => milliseconds / hour],
  [{ name: "best possible", unit: "h" }, (_, { best }) => best / hour],
  [{ name: "ratio", unit: "times" }, ratioOf],
  [{ name: "refused by GitHub", unit: "" }, ({ refused }) => refused],
  [{ name: "lost", unit: "" }, ({ lost }) => lost],
  [{ name: "doubled", unit: "" }, ({ doubled }) => doubled],
];

const taken: readonly Measure[] = [
  [{ name: "receives per delivery", unit: "" }, ({ receives }, each) => share(receives, each)],
  [
    { name: "GitHub requests per delivery", unit: "" },
    ({ githubRequests }, each) => share(githubRequests, each),
  ],
  [
    { name: "ledger requests per delivery", unit: "" },
    (run, each) => share(run.ledgerRequests, each),
  ],
  [{ name: "processor time", unit: "s" }, ({ cpuSeconds }) => cpuSeconds],
  [{ name: "an instance holds", unit: "KB" }, ({ instanceHeap }) => instanceHeap],
  [{ name: "the process has at most", unit: "MB" }, ({ resident }) => resident],
];

function ratioOf({ milliseconds }: Measured, { best }: Drains): number {
  return milliseconds / best;
}

function share(count: number, { backlog }: Drains): number {
  return count / backlog.deliveries;
}

/** What was found, with the goals for a backlog that something was promised for. */
export function resultsOf(drains: readonly Drains[], promised: Backlog): Results {
  const ofPromised = drains.filter(({ backlog }) => backlog === promised);
  return {
    tables: [drained, taken].map((measures) => tableOf(measures, drains)),
    goals: [...ofPromised.map(timeGoal), ...countGoals(drains.flatMap(({ runs }) => runs))],
    charts: ofPromised.map(chartOf),
  };
}

function tableOf(measures: readonly Measure[], drains: readonly Drains[]): Table {
  return {
    of: "deliveries",
    columns: measures.map(([column]) => column),
    rows: drains.map((each) => ({
      what: nameOf(each),
      figures: measures.map(([, of]) => figureOf(each.runs.map((run) => of(run, each)))),
    })),
  };
}

function timeGoal(drains: Drains): Goal {
  const what = `${nameText(drains.backlog.deliveries)} deliveries, against the best possible`;
  const ratios = drains.runs.map((run) => ratioOf(run, drains));
  return { what, unit: "times", found: Math.max(...ratios), atMost: 1.1 };
}

function countGoals(runs: readonly Measured[]): readonly Goal[] {
  const none = (what: string, of: (run: Measured) => number): Goal => {
    const found = runs.reduce((sum, run) => sum + of(run), 0);
    return { what, unit: "", found, atMost: 0 };
  };
  return [
    none("requests refused for a limit", ({ refused }) => refused),
    none("deliveries lost", ({ lost }) => lost),
    none("runs doubled", ({ doubled }) => doubled),
  ];
}

function chartOf({ backlog, best, runs }: Drains): Chart {
  const took = figureOf(runs.map(({ milliseconds }) => milliseconds / hour));
  return {
    title: `Time to drain ${nameText(backlog.deliveries)} deliveries`,
    unit: "h",
    bars: [
      { label: "best possible", figure: best / hour, isPeer: true },
      { label: "as deployed", figure: took },
    ],
  };
}

function nameOf({ backlog: { deliveries, concurrency } }: Drains): string {
  return `${nameText(deliveries)}, in ${concurrency} batches at once`;
}

function nameText(count: number): string {
  return count.toLocaleString("en-US");
}

/** What is the same each time needs no spread. */
function figureOf(measurements: readonly number[]): Figure {
  const spread = spreadOf(measurements);
  return spread.min === spread.max ? spread.median : spread;
}
