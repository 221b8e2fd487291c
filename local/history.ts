import type { Ledger } from "../dispatch/ledger.ts";
import { type Entry, entryIn } from "../dispatch/once/entry.ts";
import { codes, type OutcomeCode, type Run } from "../dispatch/outcome.ts";

/** Which deliveries are told of. */
export interface HistoryQuery {
  readonly triggers: readonly string[];
  /** Milliseconds since the epoch; 0 for all. */
  readonly since: number;
  /** How many at most. */
  readonly count: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** A delivery, as the ledger knows it. */
export interface HistoryItem {
  /** When it was tried, or first tried if that may have started a run: milliseconds since the epoch. */
  readonly when: number;
  readonly trigger: string;
  readonly state: HistoryState;
  readonly source: Entry["source"];
  /** What started it. */
  readonly from: string;
  readonly delivery: string;
  readonly attempts: number;
  readonly run?: Run;
  /** Why there is no run. */
  readonly failure?: { readonly code: OutcomeCode; readonly detail: string };
}

export type HistoryState =
  | "dispatched"
  | "waiting"
  | "looking for the run"
  | "held"
  | "given up"
  | "in progress";

/** The deliveries of some triggers, newest first. */
export async function readHistory(
  ledger: Pick<Ledger, "between">,
  { triggers, since, count, now }: HistoryQuery,
): Promise<readonly HistoryItem[]> {
  const found = await Promise.all(
    triggers.map((trigger) => ledger.between(trigger, since, Number.MAX_SAFE_INTEGER, count)),
  );
  return found
    .flat()
    .sort((a, b) => b.at - a.at)
    .slice(0, count)
    .map((record) => itemOf(record.partition, record.at, entryIn(record), now));
}

function itemOf(trigger: string, when: number, entry: Entry, now: number): HistoryItem {
  const { source, from, delivery, attempts, run, failure } = entry;
  return {
    when,
    trigger,
    state: stateOf(entry, now),
    source,
    from,
    delivery,
    attempts,
    ...(run && { run }),
    ...(failure && { failure }),
  };
}

function stateOf({ state, claim, failure }: Entry, now: number): HistoryState {
  const isUnsure = failure?.code === "result-unsure";
  switch (state) {
    case "dispatched":
      return "dispatched";
    case "claimed":
      return now < claim.until ? "in progress" : "looking for the run";
    case "waiting":
      // A call that was refused is answered, and nobody tries it again.
      return failure === undefined || codes[failure.code].retryable ? "waiting" : "given up";
    case "unknown":
      return isUnsure ? "held" : "looking for the run";
    case "rejected":
      return isUnsure ? "held" : "given up";
  }
}
