import { groups } from "../../infra/placement.ts";
import {
  type Chart,
  type Goal,
  medianOf,
  type Results,
  type Spread,
  spreadOf,
  type Table,
} from "../benchmark.ts";
import { type FunctionName, functionNames } from "../candidates/functions.ts";
import { ratiosOf } from "../candidates/rounds.ts";
import type { Sized, SizedTimes } from "./handlers.ts";
import type { Synthesis } from "./synthesis.ts";

/** Times of the cold start with one trigger that the one with most may take. */
const mostOfOne = 1.05;

type Times = ReadonlyMap<Sized, SizedTimes>;

/** What was synthesised in each round, by the number of triggers. */
type Synthesised = ReadonlyMap<number, readonly Synthesis[]>;

/** What was found, as tables, goals and a chart. Of both maps, one trigger comes first, and the most come last. */
export function resultsOf(times: Times, synthesised: Synthesised): Results {
  const handlers = functionNames.map((name) => ({ name, grown: grownOf(name, times) }));
  return {
    tables: [synthTable(synthesised), ...handlers.map(timeTable)],
    goals: [...handlers.flatMap(coldGoals), ...synthGoals(synthesised)],
    charts: [chartOf(handlers)],
  };
}

/** A handler with more and more triggers. */
interface Handler {
  readonly name: FunctionName;
  readonly grown: readonly Grown[];
}

/** What a handler takes with some number of triggers, and against one trigger. */
interface Grown {
  readonly count: number;
  readonly cold: Spread;
  readonly coldOfOne: Spread;
  readonly warm: Spread;
  readonly warmOfOne: Spread;
}

function grownOf(name: FunctionName, times: Times): readonly Grown[] {
  const all = [...times].filter(([{ handler }]) => handler === name);
  const [, one = { cold: [], warm: [] }] = all[0] ?? [];
  return all.map(([{ count }, own]) => ({
    count,
    cold: spreadOf(own.cold),
    coldOfOne: ratiosOf(own.cold, one.cold),
    warm: spreadOf(own.warm),
    warmOfOne: ratiosOf(own.warm, one.warm),
  }));
}

function timeTable({ name, grown }: Handler): Table {
  return {
    of: `triggers, ${name}`,
    columns: [
      { name: "cold", unit: "ms" },
      { name: "cold, of one", unit: "times" },
      { name: "warm", unit: "ms" },
      { name: "warm, of one", unit: "times" },
    ],
    rows: grown.map(({ count, cold, coldOfOne, warm, warmOfOne }) => ({
      what: nameOf(count),
      figures: [cold, coldOfOne, warm, warmOfOne],
    })),
  };
}

function synthTable(synthesised: Synthesised): Table {
  return {
    of: "triggers",
    columns: [
      { name: "synth", unit: "ms" },
      { name: "stacks", unit: "" },
      { name: "resources", unit: "" },
      { name: "templates", unit: "KB" },
      { name: "config", unit: "KB" },
    ],
    rows: [...synthesised].map(([count, runs]) => {
      const { stacks, resources, templates, config } = lastOf(runs);
      return {
        what: nameOf(count),
        figures: [timeOf(runs), stacks, resources, templates / 1000, config / 1000],
      };
    }),
  };
}

function coldGoals({ name, grown }: Handler): readonly Goal[] {
  return grown.slice(-1).map(({ count, coldOfOne }) => ({
    what: `${name}: first dispatch with ${nameOf(count)} triggers, against one`,
    unit: "times",
    found: coldOfOne.median,
    atMost: mostOfOne,
  }));
}

function synthGoals(synthesised: Synthesised): readonly Goal[] {
  const all = [...synthesised];
  const [[, one] = [], [most = 0, grown] = []] = [all[0], all.at(-1)];
  const [oneTime, grownTime] = [one, grown].map((runs = []) => medianOf(timeOf(runs)));
  return [
    {
      what: `synth of ${nameOf(most)} triggers, against three times that of one and 10 ms for each`,
      unit: "ms",
      found: grownTime ?? Number.NaN,
      atMost: 3 * (oneTime ?? Number.NaN) + 10 * most,
    },
    {
      what: `resources of ${nameOf(most)} triggers besides one for each, against those of one trigger and the nested stacks`,
      unit: "",
      found: lastOf(grown).resources - most,
      atMost: lastOf(one).resources - 1 + groups,
    },
  ];
}

function chartOf(handlers: readonly Handler[]): Chart {
  return {
    title: "Process start to first dispatch, against one trigger",
    unit: "times",
    atMost: mostOfOne,
    bars: handlers.flatMap(({ name, grown }) =>
      grown.slice(1).map(({ count, coldOfOne }) => ({
        label: `${name}, ${nameOf(count)} triggers`,
        figure: coldOfOne,
      })),
    ),
  };
}

function timeOf(runs: readonly Synthesis[]): Spread {
  return spreadOf(runs.map(({ time }) => time));
}

function lastOf(runs: readonly Synthesis[] = []): Synthesis {
  const last = runs.at(-1);
  if (last === undefined) throw new Error("nothing was synthesised");
  return last;
}

function nameOf(count: number): string {
  return count.toLocaleString("en");
}
