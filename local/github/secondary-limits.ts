import type { Refusal } from "./message.ts";

/** Secondary rate limits, each for one token; one that is absent is not enforced. */
export interface SecondaryLimits {
  /** Points a minute for one endpoint: 5 for a request that writes, 1 for one that reads. */
  readonly pointsPerMinute?: number;
  /** Requests a minute that create content. */
  readonly contentPerMinute?: number;
  /** Requests an hour that create content. */
  readonly contentPerHour?: number;
  /** Requests that may be under way at the same time. */
  readonly concurrent?: number;
}

/** GitHub's own (docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api). */
export const documentedLimits = {
  pointsPerMinute: 900,
  contentPerMinute: 80,
  contentPerHour: 500,
  concurrent: 100,
} as const satisfies SecondaryLimits;

/** A request as the limits see it. */
export interface LimitedCall {
  readonly number: number;
  /** Empty for a request without one. */
  readonly token: string;
  /** The same text for all requests to one endpoint, whatever the repository and the workflow. */
  readonly endpoint: string;
  readonly method: string;
}

/** Counts requests, those that are refused too, and tells which one is too many. */
export interface SecondaryLimiter {
  /** Counts a request that arrives; gives the refusal if a limit is exceeded with it. */
  enter(call: LimitedCall, now: Date): Refusal | undefined;
  /** The request is over, answered or not. Once is enough, more does no harm. */
  leave(call: LimitedCall): void;
}

/** The wait that GitHub asks for, in seconds: its documentation speaks of at least a minute. */
const retryAfter = { "retry-after": "60" };
const page = "/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits";

/**
 * GitHub's answer over a secondary limit (403 or 429; the wording as users reported it in
 * github.com/github-changelog-generator/github-changelog-generator/issues/993). GitHub's message ends
 * with a sentence that repeats the request's id.
 */
export const secondaryLimitExceeded: Refusal = {
  status: 403,
  message:
    "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
  headers: retryAfter,
  page,
};

/** The same for the limits on content (wording: github.com/exercism/website/issues/6612). */
const contentLimitExceeded: Refusal = {
  ...secondaryLimitExceeded,
  message:
    "You have exceeded a secondary rate limit and have been temporarily blocked from content creation. " +
    "Please retry your request again later.",
};

/** Limits that start with nothing used; without limits, nothing is counted. */
export function createSecondaryLimiter(limits: SecondaryLimits | undefined): SecondaryLimiter {
  if (limits === undefined) return { enter: () => undefined, leave: () => {} };
  const tokens = new Map<string, TokenUse>();
  return {
    enter: (call, now) => {
      const use = tokens.get(call.token) ?? { requests: [], underWay: new Set() };
      const since = now.getTime() - hour;
      const request = { time: now.getTime(), endpoint: call.endpoint, writes: writes(call.method) };
      use.requests = [...use.requests.filter(({ time }) => time > since), request];
      use.underWay.add(call.number);
      tokens.set(call.token, use);
      return findExceeded(limits, use, request);
    },
    leave: ({ token, number }) => {
      tokens.get(token)?.underWay.delete(number);
    },
  };
}

interface TokenUse {
  /** Those of the last hour, oldest first. */
  requests: readonly CountedRequest[];
  /** By the request's number. */
  readonly underWay: Set<number>;
}

interface CountedRequest {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly endpoint: string;
  readonly writes: boolean;
}

const minute = 60 * 1000;
const hour = 60 * minute;

/**
 * The page does not tell which requests generate content, nor what an endpoint is. The readings here
 * are strict ones: all that write generate content, and all repositories share an endpoint.
 */
function findExceeded(
  limits: SecondaryLimits,
  { requests, underWay }: TokenUse,
  { time: now, endpoint, writes }: CountedRequest,
): Refusal | undefined {
  const { pointsPerMinute, contentPerMinute, contentPerHour, concurrent } = limits;
  const lastMinute = requests.filter(({ time }) => time > now - minute);
  const points = lastMinute
    .filter((request) => request.endpoint === endpoint)
    .reduce((sum, request) => sum + (request.writes ? 5 : 1), 0);
  if (isOver(underWay.size, concurrent) || isOver(points, pointsPerMinute)) {
    return secondaryLimitExceeded;
  }
  const tooMuchContent =
    isOver(countWrites(lastMinute), contentPerMinute) ||
    isOver(countWrites(requests), contentPerHour);
  return writes && tooMuchContent ? contentLimitExceeded : undefined;
}

function isOver(used: number, limit: number | undefined): boolean {
  return limit !== undefined && used > limit;
}

function countWrites(requests: readonly CountedRequest[]): number {
  return requests.filter((request) => request.writes).length;
}

function writes(method: string): boolean {
  return !["GET", "HEAD", "OPTIONS"].includes(method);
}
