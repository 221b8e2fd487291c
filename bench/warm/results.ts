import type { Chart, Goal, Results } from "../benchmark.ts";
import { functionNames } from "../candidates/functions.ts";
import { type WarmFigures, warmTable } from "./figures.ts";

/** Times of the floor that our functions may take without their ledger. */
const mostOfFloor = 1.1;

/** Times of the floor with the ledger's requests that our functions may take with their ledger. */
const mostWithLedger = 1.15;

/** What was found one after another and at the same time, as tables, goals and a chart. */
export function resultsOf(
  sequential: readonly WarmFigures[],
  concurrent: readonly WarmFigures[],
): Results {
  return {
    tables: [
      warmTable("handler, one dispatch after another", sequential),
      warmTable("handler, ten dispatches at the same time", concurrent),
    ],
    goals: functionNames.flatMap((name) => [
      ...goalsOf(name, "one after another", sequential),
      ...goalsOf(name, "ten at the same time", concurrent),
    ]),
    charts: [chartOf(sequential)],
  };
}

function goalsOf(name: string, how: string, figures: readonly WarmFigures[]): readonly Goal[] {
  const named = (what: string) => figures.find((found) => found.what === what);
  const [own, off] = [named(name), named(`${name}, ledger off`)];
  const goal = (what: string, found: number | undefined, atMost: number): Goal => {
    const all = `${name}, ${how}: ${what}`;
    return { what: all, unit: "times", found: found ?? Number.NaN, atMost };
  };
  const { timeOfFloorWithLedger: time, cpuOfFloorWithLedger: cpu } = own ?? {};
  return [
    goal("time with the ledger off, against the floor", off?.timeOfFloor.median, mostOfFloor),
    goal("CPU with the ledger off, against the floor", off?.cpuOfFloor.median, mostOfFloor),
    goal("time, against the floor with ledger", time?.median, mostWithLedger),
    goal("CPU, against the floor with ledger", cpu?.median, mostWithLedger),
  ];
}

function chartOf(figures: readonly WarmFigures[]): Chart {
  const others = figures.filter(({ what }) => what !== "floor");
  return {
    title: "CPU of a warm dispatch, against a bare fetch",
    unit: "times",
    bars: others.map(({ what, cpuOfFloor }) => ({
      label: what,
      figure: cpuOfFloor,
      isPeer: !/^(http|queue)/.test(what),
    })),
  };
}
