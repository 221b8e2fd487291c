import type { Dispatched, Failure } from "../outcome.ts";
import { withoutValues } from "../redact.ts";
import { listingTime, unanswered } from "./claim.ts";
import type { Entry, Span } from "./entry.ts";

/** The entry of a claim after what became of it. */
export function entryAfter(entry: Entry, outcome: Dispatched | Failure, now: number): Entry {
  const { sent, failure: _, place: __, ...rest } = entry;
  const about = { ...rest, last: now, claim: { ...entry.claim, until: now } };
  if (outcome.kind === "dispatched") {
    const started = { ...about, state: "dispatched" } as const;
    if (outcome.run !== undefined) return { ...started, run: outcome.run };
    return { ...started, ...(sent && { sent: { ...sent, until: Math.min(sent.until, now) } }) };
  }
  const failed = { ...about, ...failureFields(entry, outcome) };
  if (!mayHaveRun(outcome) || sent === undefined) return { ...failed, state: "waiting" };
  if (!isOfThisClaim(entry, sent)) return { ...failed, state: "unknown", sent };
  const claim = { ...entry.claim, until: now + listingTime };
  return { ...failed, state: "unknown", claim, sent: unanswered(sent, now) };
}

/** Why there is no run, and what it takes along for the next try. */
function failureFields(entry: Entry, outcome: Failure) {
  const { code, detail } = outcome;
  const isTry = outcome.kind === "rejected" || !outcome.isWaiting;
  const place = outcome.kind === "retry" ? outcome.place : undefined;
  return {
    failure: { code, detail: withoutValues(detail) },
    attempts: isTry ? entry.attempts : entry.attempts - 1,
    ...(place === undefined ? {} : { place }),
  };
}

function mayHaveRun(outcome: Failure): boolean {
  return outcome.kind === "retry" ? outcome.mayHaveRun === true : outcome.code === "result-unsure";
}

/** Whether something may have been sent in this claim, and not in an earlier one. */
function isOfThisClaim({ claim }: Entry, { from }: Span): boolean {
  return from === claim.from;
}
