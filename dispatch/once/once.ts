import type { Timing } from "../backoff.ts";
import type { Delivery } from "../delivery.ts";
import type { Target } from "../github/target.ts";
import type { Ledger } from "../ledger.ts";
import { type Dispatched, type Failure, failureOf, type Outcome, retry } from "../outcome.ts";
import {
  type Claim,
  type Claimed,
  claimDelivery,
  lease,
  listingTime,
  sendingTime,
} from "./claim.ts";
import { beginEntering, type Enter, type Entering } from "./entering.ts";
import { type Recorded, recordOf, type Span } from "./entry.ts";
import { entryAfter } from "./record.ts";
import type { Settled } from "./settle.ts";

/** What is done with a delivery that is claimed. */
export interface Work {
  /** Where it is sent; nothing if that can't be told. */
  readonly target: Target | undefined;
  /** Finds out whether an earlier claim has started a run. */
  readonly settle: (claimed: Claimed, unsettled: Span) => Promise<Settled>;
  readonly enter: Enter;
  /** Whether it is sent, too, when the ledger can't be reached. */
  readonly goOn: boolean;
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
 */
export async function doOnce(
  delivery: Delivery,
  work: Work,
  services: OnceServices,
): Promise<Outcome> {
  const entering = beginEntering(delivery, work.enter, services.now);
  try {
    return await claimAndSend(delivery, work, entering, services);
  } finally {
    await entering.release();
  }
}

async function claimAndSend(
  delivery: Delivery,
  work: Work,
  entering: Entering,
  services: OnceServices,
): Promise<Outcome> {
  const claim = await tryClaim(delivery, work, services);
  if (claim === undefined) {
    if (!work.goOn) return ledgerUnavailable(services);
    const { send } = await entering.take(undefined);
    return send({ number: 1, until: services.now() + sendingTime });
  }
  if (claim.outcome !== undefined) return claim.outcome;
  const { trigger } = delivery;
  const settled = await settleFirst(trigger, claim.claimed, work, services);
  const outcome =
    settled.outcome ?? (await sendOnce(delivery, claim.claimed, settled.claimed, entering));
  await record(trigger, settled.claimed, outcome, services);
  return outcome;
}

async function tryClaim(
  delivery: Delivery,
  { target }: Work,
  services: OnceServices,
): Promise<Claim | undefined> {
  try {
    return await claimDelivery(delivery, target, services.ledger, services);
  } catch (error) {
    services.onLedgerFailure(error);
    return undefined;
  }
}

/** What is too old is not tried once more: it has failed for the reason that is known. */
async function sendOnce(
  { isOverdue }: Delivery,
  { before, unsettled }: Claimed,
  { entry }: Recorded,
  entering: Entering,
): Promise<Dispatched | Failure> {
  const known = before?.failure;
  if (isOverdue && known !== undefined) {
    const isUnknown = known.code === "result-unknown" || known.code === "result-unsure";
    const code = isUnknown ? "github-unavailable" : known.code;
    const found = unsettled === undefined ? "" : "; it has started no run";
    return failureOf(code, `${known.detail}${found}`, 60);
  }
  const until = entry.claim.until - listingTime;
  const { send } = await entering.take(before?.place);
  return send({ number: entry.attempts, until });
}

/** The claim with which it may be sent, or what became of the delivery. */
interface SettledClaim {
  readonly claimed: Recorded;
  readonly outcome?: Dispatched | Failure;
}

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
    const renewed = renew(trigger, claimed, work.target, services.now());
    const standing = await services.ledger.put(renewed.record);
    if (standing === undefined) return { claimed: renewed };
    const detail = "another handler has taken it over";
    return { claimed, outcome: { ...retry("delivery-in-progress", detail, 30), mayHaveRun: true } };
  } catch (error) {
    services.onLedgerFailure(error);
    return { claimed, outcome: { ...ledgerUnavailable(services), mayHaveRun: true } };
  }
}

function renew(
  trigger: string,
  { entry, record }: Recorded,
  target: Target | undefined,
  now: number,
): Recorded {
  const { failure: _, target: __, ...rest } = entry;
  const about = target === undefined ? rest : { ...rest, target };
  const renewed = { ...about, last: now, ...lease(entry.claim.by, now) };
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
    const next = recordOf(trigger, after, before.at, before.version + 1);
    const standing = await services.ledger.put(next);
    if (standing !== undefined) throw new Error("the entry was changed by another handler");
  } catch (error) {
    services.onLedgerFailure(error);
  }
}

function ledgerUnavailable({ random }: Timing): Failure & { readonly kind: "retry" } {
  const seconds = 30 + Math.floor(random() * 30);
  return retry("ledger-unavailable", "the ledger can't be reached", seconds);
}
