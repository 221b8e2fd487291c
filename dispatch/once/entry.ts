import type { Delivery } from "../delivery.ts";
import { isJsonObject } from "../expressions/data.ts";
import type { Target } from "../github/target.ts";
import type { LedgerRecord } from "../ledger.ts";
import type { OutcomeCode, Run } from "../outcome.ts";

/** What the ledger knows of one delivery. */
export type Entry = {
  readonly state: EntryState;
  readonly source: Delivery["source"];
  /** The id of the delivery. */
  readonly delivery: string;
  /** What started it: see `cameFrom`. */
  readonly from: string;
  readonly fingerprint?: string;
  /** When it was claimed for the first time, and when this was written: milliseconds since the epoch. */
  readonly first: number;
  readonly last: number;
  /** How often it was tried, and not only kept waiting. */
  readonly attempts: number;
  /** The round of the delivery that was claimed last. */
  readonly round: number;
  /** Which handler has claimed it, when, and until when nobody else may. */
  readonly claim: Span & { readonly by: string };
  /** When a POST may have been sent whose run is not known. */
  readonly sent?: Span;
  /** Where it was sent; the file may name another target by now. */
  readonly target?: Target;
  /** Its place among those that wait for GitHub's limits, in milliseconds since the epoch. */
  readonly place?: number;
  readonly run?: Run;
  /** Why there is no run. */
  readonly failure?: { readonly code: OutcomeCode; readonly detail: string };
};

/**
 * - `claimed`: a handler is at work, or was when it ended.
 * - `waiting`: nothing was started, for the reason in `failure`; it may come again.
 * - `unknown`: a run may have been started; that is found out when it comes again.
 * - `dispatched`: a run was started.
 * - `rejected`: the dead letters have it; it is tried again only when it is moved back.
 */
export type EntryState = "claimed" | "waiting" | "unknown" | "dispatched" | "rejected";

/** From and until when, in milliseconds since the epoch. */
export type Span = {
  readonly from: number;
  readonly until: number;
};

/** Milliseconds that an entry is kept: longer than a message can be in the queue and in the dead letters. */
const lifetime = 60 * 24 * 60 * 60 * 1000;

/**
 * The key of a delivery's entry in its trigger's partition. A caller who chooses the id of an event must
 * not stand in for the event.
 */
export function entryKey({ source, id }: Pick<Delivery, "source" | "id">): string {
  return `${source} ${id}`;
}

/** An entry with its place in the ledger. */
export interface Recorded {
  readonly record: LedgerRecord;
  readonly entry: Entry;
}

/** The record of an entry. Records are found by the time since which a run of theirs may exist. */
export function recordOf(trigger: string, entry: Entry, at: number, version: number): LedgerRecord {
  return {
    partition: trigger,
    key: entryKey({ source: entry.source, id: entry.delivery }),
    at,
    version,
    expires: entry.last + lifetime,
    value: entry,
  };
}

/** The entry in a record. @throws Error for a record that this version did not write. */
export function entryIn({ value }: LedgerRecord): Entry {
  if (!isJsonObject(value) || typeof value.state !== "string") {
    throw new Error("the ledger has a record that is no entry");
  }
  return value as unknown as Entry;
}
