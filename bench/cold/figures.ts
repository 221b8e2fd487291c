import { type Spread, spreadOf, type Table } from "../benchmark.ts";
import { ratiosOf } from "../candidates/rounds.ts";
import type { ColdStart } from "./cold-process.ts";

/** What was found of one candidate. */
export interface ColdFigures {
  readonly what: string;
  /** Whether it is what people write. */
  readonly isPeer: boolean;
  /** Milliseconds from the start of the process to the end of its first dispatch, in the order of the rounds. */
  readonly measured: readonly number[];
  readonly first: Spread;
  readonly ofFloor: Spread;
  readonly init: Spread;
  /** Kilobytes. */
  readonly parsed: number;
  /** Megabytes. */
  readonly memory: Spread;
}

/** @param parsed in bytes. */
export function figuresOf(
  { what, isPeer, parsed }: { readonly what: string; isPeer: boolean; readonly parsed: number },
  starts: readonly ColdStart[],
  floor: readonly ColdStart[],
): ColdFigures {
  const measured = firstOf(starts);
  return {
    what,
    isPeer,
    measured,
    first: spreadOf(measured),
    ofFloor: ratiosOf(measured, firstOf(floor)),
    init: spreadOf(starts.map(({ init }) => init)),
    parsed: parsed / 1000,
    memory: spreadOf(starts.map(({ memory }) => memory / 1_000_000)),
  };
}

/** A candidate's first dispatch against that of the fastest peer, round by round; the median. */
export function ratioToBestPeer({ measured }: ColdFigures, all: readonly ColdFigures[]): number {
  const peers = all.filter(({ isPeer }) => isPeer);
  const [best] = peers.toSorted((one, other) => one.first.median - other.first.median);
  return ratiosOf(measured, best?.measured ?? []).median;
}

/** @param of what its rows are. */
export function coldTable(of: string, figures: readonly ColdFigures[]): Table {
  return {
    of,
    columns: [
      { name: "first dispatch", unit: "ms" },
      { name: "of the floor", unit: "times" },
      { name: "init", unit: "ms" },
      { name: "parsed", unit: "KB" },
      { name: "memory", unit: "MB" },
    ],
    rows: figures.map(({ what, first, ofFloor, init, parsed, memory }) => ({
      what,
      figures: [first, ofFloor, init, parsed, memory],
    })),
  };
}

function firstOf(starts: readonly ColdStart[]): readonly number[] {
  return starts.map(({ first }) => first);
}
