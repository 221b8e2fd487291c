import type { Timing } from "../backoff.ts";
import type { Delivery } from "../delivery.ts";
import { cameFrom } from "../delivery.ts";
import type { Target } from "../github/target.ts";
import type { Ledger, LedgerRecord } from "../ledger.ts";
import { type Outcome, rejected, retry, retryUnsettled } from "../outcome.ts";
import { type Entry, entryIn, type Recorded, recordOf, type Span } from "./entry.ts";

/** Milliseconds after a claim in which it may be sent: as long as the longest of the functions may run. */
export const sendingTime = 60_000;

/** Milliseconds that GitHub gets to list a run of a dispatch that it did not answer. */
export const listingTime = 60_000;

/**
 * Milliseconds that a request may still be at work when nobody waits for its answer any more. GitHub ends
 * what takes it longer than 10 s: docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api#timeouts.
 */
const graceTime = 10_000;

/** The entry's claim and span from now on, for whoever is about to send. */
export function lease(by: string, now: number): Pick<Entry, "claim"> & { readonly sent: Span } {
  const until = now + sendingTime;
  return {
    claim: { by, from: now, until: until + listingTime },
    sent: { from: now, until: until + graceTime },
  };
}

/** The span of a request that was sent in a claim, and not answered until now. */
export function unanswered({ from }: Span, now: number): Span {
  return { from, until: now + graceTime };
}

/** Seconds after which a handler that has the same delivery has most likely ended well. */
const askAgain = 15;

/** A delivery that this handler alone may dispatch now. */
export interface Claimed extends Recorded {
  /** When an earlier claim may have sent a POST whose run is not known. */
  readonly unsettled: Span | undefined;
  /** What was known before. */
  readonly before: Entry | undefined;
}

/** The claim of a delivery, or what has become of the delivery already. */
export type Claim =
  | { readonly claimed: Claimed; readonly outcome?: never }
  | { readonly claimed?: never; readonly outcome: Outcome };

/**
 * Claims a delivery, so that of all handlers that have it one alone goes on.
 *
 * Rejects when the ledger can't be reached.
 */
export async function claimDelivery(
  delivery: Delivery,
  target: Target | undefined,
  ledger: Ledger,
  timing: Timing,
): Promise<Claim> {
  let standing: LedgerRecord | undefined;
  for (;;) {
    const before = standing && standing.version > 0 ? standing : undefined;
    const judged = before && judge(entryIn(before), delivery, timing.now());
    if (judged !== undefined) return { outcome: judged };
    const next = claimOver(before, delivery, target, timing);
    standing = await ledger.put(next.record);
    if (standing === undefined) return { claimed: next };
  }
}

/** What an entry says about a delivery that comes again; nothing if it may be claimed. */
function judge(entry: Entry, delivery: Delivery, now: number): Outcome | undefined {
  if (delivery.fingerprint !== entry.fingerprint && delivery.fingerprint !== undefined) {
    const detail = "the id came before with another method, path, query or body";
    return rejected("idempotency-key-reused", detail);
  }
  switch (entry.state) {
    case "dispatched":
      return { kind: "duplicate", first: { kind: "dispatched", run: entry.run } };
    case "rejected":
      return delivery.round > entry.round ? stillOpen(entry, now) : duplicateOf(entry);
    case "waiting":
      return undefined;
    case "claimed":
    case "unknown":
      return stillOpen(entry, now);
  }
}

function duplicateOf({ failure }: Entry): Outcome {
  const { code, detail } = failure ?? { code: "internal-error", detail: "" };
  return { kind: "duplicate", first: { kind: "given-up", code, detail } };
}

/** Until the handler has certainly ended, and GitHub has had the time to list a run, nothing can be told. */
function stillOpen({ state, claim, sent, failure }: Entry, now: number): Outcome | undefined {
  if (now >= claim.until || (state !== "claimed" && sent === undefined)) return undefined;
  const seconds = Math.max(1, Math.ceil((claim.until - now) / 1000));
  return state === "claimed"
    ? retry("delivery-in-progress", "another handler has it", Math.min(seconds, askAgain))
    : retryUnsettled("result-unknown", failure?.detail ?? "", seconds);
}

function claimOver(
  before: LedgerRecord | undefined,
  delivery: Delivery,
  target: Target | undefined,
  timing: Timing,
): Claimed {
  const now = timing.now();
  const known = before && entryIn(before);
  const unsettled = known?.sent;
  const leased = lease(timing.random().toString(36).slice(2), now);
  const entry: Entry = {
    state: "claimed",
    source: delivery.source,
    delivery: delivery.id,
    from: cameFrom(delivery),
    ...fingerprintOf(delivery, known),
    first: known?.first ?? now,
    last: now,
    attempts: (known?.attempts ?? 0) + 1,
    round: Math.max(delivery.round, known?.round ?? 0),
    claim: leased.claim,
    // Nothing more is sent before what was sent earlier is settled, and then this is written anew.
    ...sentIn(unsettled ?? (target && leased.sent)),
    ...targetOf(unsettled === undefined ? target : known?.target),
  };
  const at = unsettled?.from ?? now;
  const record = recordOf(delivery.trigger, entry, at, (before?.version ?? 0) + 1);
  return { record, entry, unsettled, before: known };
}

function sentIn(sent: Span | undefined) {
  return sent === undefined ? {} : { sent };
}

function targetOf(target: Target | undefined) {
  return target === undefined ? {} : { target };
}

function fingerprintOf(delivery: Delivery, known: Entry | undefined) {
  const fingerprint = known === undefined ? delivery.fingerprint : known.fingerprint;
  return fingerprint === undefined ? {} : { fingerprint };
}
