import { type Failure, type RejectedCode, rejected, retry } from "../outcome.ts";
import type { Answer, NoAnswer } from "./call.ts";

/** The clock and the randomness that waiting times are made of. */
export interface Timing {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** From 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number;
}

/** What it means that GitHub did not take a dispatch. */
export function failureOfAnswer(answer: Answer, timing: Timing): Failure {
  const { status } = answer;
  const detail = `GitHub answered ${status}${quoted(messageOf(answer))}`;
  if (isRateLimit(answer)) return retry("rate-limited", detail, secondsToWait(answer, 60, timing));
  if (status >= 500) return retry("github-unavailable", detail, secondsToWait(answer, 10, timing));
  if (status === 401) return retry("token-invalid", detail, 60);
  return rejected(rejectionOf(status, messageOf(answer)), detail);
}

/** What it means that a dispatch got no answer at all. */
export function failureOfSilence(silence: NoAnswer, timing: Timing): Failure {
  const { sent, reason } = silence;
  if (sent) return rejected("result-unknown", `the request was sent, then: ${reason}`);
  return retry("github-unavailable", `GitHub can't be reached: ${reason}`, spread(10, timing));
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

function rejectionOf(status: number, message: string): RejectedCode {
  if (status === 403) return "token-forbidden";
  if (status === 404) return "workflow-not-found";
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

/** GitHub's order of precedence: `retry-after`, then the reset of an exhausted limit, else a time of our own. */
function secondsToWait({ headers }: Answer, otherwise: number, timing: Timing): number {
  const retryAfter = Number(headers.get("retry-after") ?? Number.NaN);
  if (retryAfter >= 0) return Math.ceil(retryAfter);
  const reset = Number(headers.get("x-ratelimit-reset") ?? Number.NaN);
  if (headers.get("x-ratelimit-remaining") === "0" && reset > 0) {
    return Math.max(1, Math.ceil(reset - timing.now() / 1000));
  }
  return spread(otherwise, timing);
}

/** Deliveries that failed together should not all come back at the same second. */
function spread(seconds: number, timing: Timing): number {
  return seconds + Math.floor(timing.random() * seconds);
}

function quoted(message: string): string {
  return message === "" ? "" : `: ${message}`;
}
