import type { Retry } from "../dispatch/outcome.ts";

/** Receives after which a message is set aside with its reason, before SQS does it after 1,000 without one. */
const mostReceives = 950;

/** Receives that may follow one another as fast as outcomes say. */
const quickReceives = 50;

/** Seconds. SQS hides a message for 12 hours at most, counted from when it was received. */
const longestPostponement = 11 * 3600;

/**
 * Seconds until a message is tried again; nothing if it is to be given up. It must neither grow too old
 * unseen, nor use up its receives.
 *
 * @param left seconds until the message is too old.
 * @param received how often it was received, this time included.
 */
export function secondsToWait(outcome: Retry, left: number, received: number): number | undefined {
  if (received >= mostReceives || left + overtimeOf(outcome, received) <= 0) return undefined;
  const spread = received < quickReceives ? 0 : Math.ceil(left / (mostReceives - received));
  const { seconds } = outcome;
  const wanted = left <= 0 ? seconds : Math.min(Math.max(seconds, spread), Math.ceil(left));
  return Math.min(Math.max(1, wanted), longestPostponement);
}

/** Seconds that a message gets beyond its age, where a handler may be about to start a run or to find one. */
function overtimeOf({ code, mayHaveRun }: Retry, received: number): number {
  if (code === "delivery-in-progress") return Number.POSITIVE_INFINITY;
  if (code === "ledger-unavailable") return 900;
  if (!mayHaveRun) return 0;
  // It may be so old that its first try came too late.
  return received < 5 ? Number.POSITIVE_INFINITY : 900;
}
