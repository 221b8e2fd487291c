import { type Spread, spreadOf, type Table } from "../benchmark.ts";
import { ratiosOf } from "../candidates/rounds.ts";
import type { Took } from "./loop.ts";
import { dispatchesOfBlock, type Subject, type Way } from "./subjects.ts";

/** What was found of one candidate in one way; milliseconds are those of a dispatch. */
export interface WarmFigures {
  readonly what: string;
  readonly time: Spread;
  readonly timeOfFloor: Spread;
  readonly cpu: Spread;
  readonly cpuOfFloor: Spread;
  /** Of the floor that makes the ledger's requests, too. */
  readonly cpuOfFloorWithLedger: Spread;
}

/** The figures of all that were measured in one way. */
export function figuresOf(
  measured: ReadonlyMap<Subject, readonly Took[]>,
  way: Way,
): readonly WarmFigures[] {
  const all = [...measured].filter(([subject]) => subject.way === way);
  const named = (name: string) => all.find(([{ what }]) => what === name)?.[1] ?? [];
  const [floor, floorWithLedger] = [named("floor"), named("floor with ledger")];
  return all.map(([{ what }, took]) => ({
    what,
    time: spreadOf(times(took)),
    timeOfFloor: ratiosOf(times(took), times(floor)),
    cpu: spreadOf(cpus(took)),
    cpuOfFloor: ratiosOf(cpus(took), cpus(floor)),
    cpuOfFloorWithLedger: ratiosOf(cpus(took), cpus(floorWithLedger)),
  }));
}

/** @param of what its rows are. */
export function warmTable(of: string, figures: readonly WarmFigures[]): Table {
  return {
    of,
    columns: [
      { name: "time", unit: "ms" },
      { name: "of the floor", unit: "times" },
      { name: "CPU", unit: "ms" },
      { name: "CPU of the floor", unit: "times" },
      { name: "CPU of the floor with ledger", unit: "times" },
    ],
    rows: figures.map((found) => ({
      what: found.what,
      figures: [
        found.time,
        found.timeOfFloor,
        found.cpu,
        found.cpuOfFloor,
        hasLedger(found.what) ? found.cpuOfFloorWithLedger : undefined,
      ],
    })),
  };
}

function hasLedger(what: string): boolean {
  return /^(floor with ledger|http|queue)/.test(what) && !what.includes("ledger off");
}

function times(took: readonly Took[]): readonly number[] {
  return took.map(({ time }) => time / dispatchesOfBlock);
}

function cpus(took: readonly Took[]): readonly number[] {
  return took.map(({ cpu }) => cpu / dispatchesOfBlock);
}
