import type { Timing } from "../backoff.ts";
import type { Delivery } from "../delivery.ts";
import type { Ledger } from "../ledger.ts";
import { type Dispatched, type Failure, type Outcome, retry } from "../outcome.ts";
import { withoutValues } from "../redact.ts";
import {
  type Claim,
  type Claimed,
  claimDelivery,
  lease,
  listingTime,
  sendingTime,
  unanswered,
} from "./claim.ts";
import { type Entry, type Recorded, recordOf, type Span } from "./entry.ts";
import type { Settled } from "./settle.ts";

/** What is done with a delivery that is claimed. */
export interface Work {
  /** Finds out whether an earlier claim has started a run. */
  readonly settle: (claimed: Claimed, unsettled: Span) => Promise<Settled>;
  /**
   * Sends it.
   *
   * @param attempt counts from 1.
   * @param until when it must be sent at the latest, in milliseconds since the epoch.
   */
  readonly send: (attempt: number, until: number) => Promise<Dispatched | Failure>;
}

export interface OnceServices extends Timing {
  readonly ledger: Ledger;
  /** Takes what the ledger failed to do, where the delivery goes on without it. */
  readonly onLedgerFailure: (error: unknown) => void;
}

/**
 * Does a delivery's work once, however often it comes and wherever a handler ends: claims it before
 * anything is sent, records what became of it, and sends nothing again before it is settled whether an
 * earlier claim has started a run.
 *
 * @param goOn whether it is sent, too, when the ledger can't be reached.
 */
export async function doOnce(
  delivery: Delivery,
  work: Work,
  goOn: boolean,
  services: OnceServices,
): Promise<Outcome> {
  const claim = await tryClaim(delivery, services);
  if (claim === undefined) {
    const until = services.now() + sendingTime;
    return goOn ? work.send(1, until) : ledgerUnavailable(services);
  }
  if (claim.outcome !== undefined) return claim.outcome;
  const { trigger } = delivery;
  const settled = await settleFirst(trigger, claim.claimed, work, services);
  if (settled.outcome !== undefined) {
    await record(trigger, settled.claimed, settled.outcome, services);
    return settled.outcome;
  }
  const { entry } = settled.claimed;
  const outcome = await work.send(entry.attempts, entry.claim.until - listingTime);
  await record(trigger, settled.claimed, outcome, services);
  return outcome;
}

async function tryClaim(delivery: Delivery, services: OnceServices): Promise<Claim | undefined> {
  try {
    return await claimDelivery(delivery, services.ledger, services);
  } catch (error) {
    services.onLedgerFailure(error);
    return undefined;
  }
}

/** The claim with which it may be sent, or what became of the delivery. */
type SettledClaim =
  | { readonly claimed: Recorded; readonly outcome?: never }
  | { readonly claimed: Recorded; readonly outcome: Dispatched | Failure };

/** Settles what an earlier claim has left, and claims the delivery anew if it has started nothing. */
async function settleFirst(
  trigger: string,
  claimed: Claimed,
  work: Work,
  services: OnceServices,
): Promise<SettledClaim> {
  if (claimed.unsettled === undefined) return { claimed };
  try {
    const settled = await work.settle(claimed, claimed.unsettled);
    if (settled !== "none") return { claimed, outcome: settled };
    const renewed = renew(trigger, claimed, services.now());
    const standing = await services.ledger.put(renewed.record);
    if (standing === undefined) return { claimed: renewed };
    const detail = "another handler has taken it over";
    return { claimed, outcome: { ...retry("delivery-in-progress", detail, 30), mayHaveRun: true } };
  } catch (error) {
    services.onLedgerFailure(error);
    return { claimed, outcome: { ...ledgerUnavailable(services), mayHaveRun: true } };
  }
}

function renew(trigger: string, { entry, record }: Recorded, now: number): Recorded {
  const { failure: _, ...rest } = entry;
  const renewed: Entry = { ...rest, last: now, ...lease(entry.claim.by, now) };
  return { entry: renewed, record: recordOf(trigger, renewed, now, record.version + 1) };
}

/**
 * Writes down what became of a claim. Where that fails, the claim stands, and a delivery that comes again
 * is settled as after the end of a handler.
 */
async function record(
  trigger: string,
  { entry, record: before }: Recorded,
  outcome: Dispatched | Failure,
  services: OnceServices,
): Promise<void> {
  const after = entryAfter(entry, outcome, services.now());
  try {
    const standing = await services.ledger.put(
      recordOf(trigger, after, before.at, before.version + 1),
    );
    if (standing !== undefined) throw new Error("the entry was changed by another handler");
  } catch (error) {
    services.onLedgerFailure(error);
  }
}

function entryAfter(entry: Entry, outcome: Dispatched | Failure, now: number): Entry {
  const { sent, failure: _, ...rest } = entry;
  const about = { ...rest, last: now, claim: { ...entry.claim, until: now } };
  if (outcome.kind === "dispatched") {
    const started = { ...about, state: "dispatched" } as const;
    if (outcome.run !== undefined) return { ...started, run: outcome.run };
    return { ...started, ...(sent && { sent: { ...sent, until: now } }) };
  }
  const { code, detail } = outcome;
  const isTry = outcome.kind === "rejected" || !outcome.isWaiting;
  const attempts = isTry ? entry.attempts : entry.attempts - 1;
  const failed = { ...about, attempts, failure: { code, detail: withoutValues(detail) } };
  const mayHaveRun = outcome.kind === "retry" ? outcome.mayHaveRun : code === "result-unsure";
  if (!mayHaveRun || sent === undefined) return { ...failed, state: "waiting" };
  if (!isOfThisClaim(entry, sent)) return { ...failed, state: "unknown", sent };
  const claim = { ...entry.claim, until: now + listingTime };
  return { ...failed, state: "unknown", claim, sent: unanswered(sent, now) };
}

/** Whether something may have been sent in this claim, and not in an earlier one. */
function isOfThisClaim({ claim }: Entry, { from }: Span): boolean {
  return from === claim.from;
}

function ledgerUnavailable({ random }: Timing): Failure & { readonly kind: "retry" } {
  const seconds = 30 + Math.floor(random() * 30);
  return retry("ledger-unavailable", "the ledger can't be reached", seconds);
}
