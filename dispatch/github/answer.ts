import { type Backoff, backoff, limitBackoff, outageBackoff, type Timing } from "../backoff.ts";
import type { AnswerHeaders } from "../fetch.ts";
import { type Failure, type RejectedCode, rejected, retry, retryUnsettled } from "../outcome.ts";
import type { Answer, NoAnswer } from "./call.ts";

/**
 * What it means that GitHub did not take a dispatch.
 *
 * @param attempt counts from 1; the more there were, the longer the wait.
 */
export function failureOfAnswer(answer: Answer, timing: Timing, attempt: number): Failure {
  const { status } = answer;
  const detail = `GitHub answered ${status}${quoted(messageOf(answer))}`;
  if (isRateLimit(answer)) {
    return retry("rate-limited", detail, secondsToWait(answer, limitBackoff, timing, attempt));
  }
  // A server error says nothing about what was done before it.
  if (status >= 500) {
    const seconds = secondsToWait(answer, outageBackoff, timing, attempt);
    return retryUnsettled("github-unavailable", detail, seconds);
  }
  if (status === 401) return retry("token-invalid", detail, 60);
  return rejected(rejectionOf(status, messageOf(answer)), detail);
}

/** What it means that a dispatch got no answer at all. */
export function failureOfSilence(silence: NoAnswer, timing: Timing, attempt: number): Failure {
  const { sent, reason } = silence;
  const seconds = backoff(outageBackoff, timing, attempt);
  if (!sent) return retry("github-unavailable", `GitHub can't be reached: ${reason}`, seconds);
  return retryUnsettled("result-unknown", `the request was sent, then: ${reason}`, seconds);
}

/** GitHub's own message in an answer, or nothing. */
export function messageOf(answer: Answer): string {
  const { body } = answer;
  if (typeof body !== "object" || body === null || !("message" in body)) return "";
  return typeof body.message === "string" ? body.message.slice(0, 1000) : "";
}

/** GitHub's messages for a refused dispatch, as observed; a 422 with any other is about the inputs. */
const refusals: readonly (readonly [RegExp, RejectedCode])[] = [
  [/^No ref found for/, "ref-not-found"],
  [/^Workflow does not have 'workflow_dispatch' trigger/, "no-dispatch-trigger"],
  [/^Cannot trigger a 'workflow_dispatch' on a disabled workflow/, "workflow-disabled"],
  [/^(Invalid Argument - )?failed to parse workflow/, "workflow-unparsable"],
  [/^Invalid request/, "github-refused"],
];

/** What a refusal of a dispatch says about, by its status and GitHub's message. */
export function rejectionOf(status: number, message: string): RejectedCode {
  if (status === 403) return "token-forbidden";
  if (status === 404) return "not-found";
  if (status !== 422) return "github-refused";
  return refusals.find(([pattern]) => pattern.test(message))?.[1] ?? "inputs-refused";
}

/** A 403 is a rate limit when it says so: docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api. */
function isRateLimit(answer: Answer): boolean {
  if (answer.status === 429) return true;
  if (answer.status !== 403) return false;
  const { headers } = answer;
  const exhausted = headers.get("x-ratelimit-remaining") === "0";
  return exhausted || headers.has("retry-after") || /rate limit/i.test(messageOf(answer));
}

/** Seconds that GitHub's word is followed for; its limits last an hour, and a word may be mistaken. */
const longest = 24 * 3600;

/** GitHub's order of precedence: `retry-after`, then the reset of an exhausted limit, else a time of our own. */
function secondsToWait(
  { headers }: Answer,
  otherwise: Backoff,
  timing: Timing,
  attempt: number,
): number {
  const retryAfter = numberIn(headers, "retry-after");
  if (retryAfter !== undefined) return Math.min(Math.max(1, Math.ceil(retryAfter)), longest);
  const reset = numberIn(headers, "x-ratelimit-reset");
  if (headers.get("x-ratelimit-remaining") === "0" && reset !== undefined) {
    return Math.min(Math.max(1, Math.ceil(reset - timing.now() / 1000)), longest);
  }
  return backoff(otherwise, timing, attempt);
}

function numberIn(headers: AnswerHeaders, name: string): number | undefined {
  const text = headers.get(name) ?? "";
  return /^\d{1,10}(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

function quoted(message: string): string {
  return message === "" ? "" : `: ${message}`;
}
