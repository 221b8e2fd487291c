import type { IncomingHttpHeaders } from "node:http";
import { pick, seededRandom } from "./faults/random.ts";

/** A request to the API, as a fault plan sees it. */
export interface FaultCall {
  readonly method: string;
  /** As sent, without the query: `/repos/acme/demo/actions/runs`. */
  readonly path: string;
  /** Counts the requests to the API from 1, in the order in which they arrive. */
  readonly number: number;
  /** Whether it would create a workflow dispatch event. */
  readonly isDispatch: boolean;
  /** The token is among them. */
  readonly headers: IncomingHttpHeaders;
}

/**
 * What goes wrong with a request. `created` matters for dispatches alone: with true, the request is
 * first handled as ever (so that no run is created where GitHub refuses), then its answer is spoilt;
 * with false, and for all other requests, nothing is handled.
 */
export type Fault =
  | StatusFault
  | RateLimitFault
  /** The connection is reset before there is any answer. */
  | { readonly kind: "reset"; readonly created: boolean }
  /** No answer ever: the connection stays until the client leaves or the stand-in closes. */
  | { readonly kind: "silence"; readonly created: boolean }
  /** 200, and the connection ends before the body does. */
  | { readonly kind: "truncated"; readonly created: boolean }
  /** 200, and a web page for a body. */
  | { readonly kind: "not-json"; readonly created: boolean }
  /** 401 for this request alone, whatever its token. */
  | { readonly kind: "unauthorized" };

/** A failure on GitHub's side: JSON for 500, a web page for the others. */
export interface StatusFault {
  readonly kind: "status";
  readonly status: 500 | 502 | 503 | 504;
  readonly created: boolean;
}

/** A rate limit: the hourly one with `reset`, else a secondary one. No run is created. */
export interface RateLimitFault {
  readonly kind: "rate-limited";
  readonly status: 403 | 429;
  /** `retry-after`, in seconds; absent for an answer without the header. */
  readonly retryAfter?: number;
  /** `x-ratelimit-reset`, in seconds since 1970; `x-ratelimit-remaining` is then 0. */
  readonly reset?: number;
}

/** Which requests go wrong and how; undefined for one that does not. Asked once for each request. */
export type FaultPlan = (call: FaultCall) => Fault | undefined;

/** Every kind of fault; where `created` matters, with it and without. The hourly limit needs a clock. */
export const allFaults: readonly Fault[] = [
  { kind: "status", status: 500, created: false },
  { kind: "status", status: 502, created: true },
  { kind: "status", status: 503, created: false },
  { kind: "status", status: 504, created: true },
  { kind: "rate-limited", status: 403, retryAfter: 60 },
  { kind: "rate-limited", status: 429, retryAfter: 1 },
  { kind: "rate-limited", status: 403 },
  { kind: "reset", created: false },
  { kind: "reset", created: true },
  { kind: "silence", created: false },
  { kind: "silence", created: true },
  { kind: "truncated", created: false },
  { kind: "truncated", created: true },
  { kind: "not-json", created: false },
  { kind: "not-json", created: true },
  { kind: "unauthorized" },
];

/** What a plan of chance is made of. */
export interface SeededFaults {
  /** A whole number: the same one gives the same plan. */
  readonly seed: number;
  /** The share of requests that go wrong, from 0 (none) to 1 (all). */
  readonly rate: number;
  /** What they may meet, each as likely as the others; `allFaults` by default. */
  readonly faults?: readonly Fault[];
}

/**
 * A plan that leaves it to chance, repeatably: the request's number alone decides, since every request
 * takes two numbers off the seed's row. A plan serves one stand-in; make another one for another.
 */
export function seededFaults({ seed, rate, faults = allFaults }: SeededFaults): FaultPlan {
  const random = seededRandom(seed);
  return () => {
    const goesWrong = random() < rate;
    const fault = pick(random, faults);
    return goesWrong ? fault : undefined;
  };
}
