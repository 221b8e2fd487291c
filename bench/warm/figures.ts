import { type Row, type Spread, spreadOf, type Table } from "../benchmark.ts";
import { ratiosOf } from "../candidates/rounds.ts";
import type { Took } from "./loop.ts";
import { dispatchesOfBlock, type Subject, type Way } from "./subjects.ts";

/** What a block took, and the requests to DynamoDB that it made. */
export interface Measured extends Took {
  readonly records: number;
}

/** What was found of one candidate in one way; milliseconds are those of a dispatch. */
export interface WarmFigures {
  readonly what: string;
  readonly time: Spread;
  readonly timeOfFloor: Spread;
  /** Of the floor that makes the ledger's requests, too. */
  readonly timeOfFloorWithLedger: Spread;
  readonly cpu: Spread;
  readonly cpuOfFloor: Spread;
  readonly cpuOfFloorWithLedger: Spread;
  /** Requests to DynamoDB of a dispatch. */
  readonly records: Spread;
}

/** The figures of all that were measured in one way. */
export function figuresOf(
  measured: ReadonlyMap<Subject, readonly Measured[]>,
  way: Way,
): readonly WarmFigures[] {
  const all = [...measured].filter(([subject]) => subject.way === way);
  const named = (name: string) => all.find(([{ what }]) => what === name)?.[1] ?? [];
  const [floor, floorWithLedger] = [named("floor"), named("floor with ledger")];
  return all.map(([{ what }, took]) => ({
    what,
    time: spreadOf(times(took)),
    timeOfFloor: ratiosOf(times(took), times(floor)),
    timeOfFloorWithLedger: ratiosOf(times(took), times(floorWithLedger)),
    cpu: spreadOf(cpus(took)),
    cpuOfFloor: ratiosOf(cpus(took), cpus(floor)),
    cpuOfFloorWithLedger: ratiosOf(cpus(took), cpus(floorWithLedger)),
    records: spreadOf(took.map(({ records }) => records / dispatchesOfBlock)),
  }));
}

/** @param of what its rows are. */
export function warmTable(of: string, figures: readonly WarmFigures[]): Table {
  return {
    of,
    columns: [
      { name: "time", unit: "ms" },
      { name: "time, of the floor", unit: "times" },
      { name: "time, of the floor with ledger", unit: "times" },
      { name: "CPU", unit: "ms" },
      { name: "CPU, of the floor", unit: "times" },
      { name: "CPU, of the floor with ledger", unit: "times" },
      { name: "requests to the ledger", unit: "" },
    ],
    rows: figures.map(rowOf),
  };
}

function rowOf(found: WarmFigures): Row {
  const withLedger = (figure: Spread) => (hasLedger(found.what) ? figure : undefined);
  return {
    what: found.what,
    figures: [
      found.time,
      found.timeOfFloor,
      withLedger(found.timeOfFloorWithLedger),
      found.cpu,
      found.cpuOfFloor,
      withLedger(found.cpuOfFloorWithLedger),
      withLedger(found.records),
    ],
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
