import type { Refusal } from "./message.ts";

/** The use one token has made of its hour. */
export interface RateLimitWindow {
  readonly used: number;
  /** When the window ends, in seconds since 1970. */
  readonly reset: number;
}

const windowSeconds = 3600;

/** GitHub's answer when a token has used up its hour (403 or 429; GitHub's own wording). */
export const rateLimitExceeded: Refusal = {
  status: 403,
  message:
    "API rate limit exceeded for user ID 1. If you reach out to GitHub Support for help, " +
    "please include the request ID and timestamp.",
};

/** Counts one more request. The hour starts with the first one and again with the first after its end. */
export function countRequest(window: RateLimitWindow | undefined, now: Date): RateLimitWindow {
  const seconds = Math.floor(now.getTime() / 1000);
  if (window === undefined || seconds >= window.reset) {
    return { used: 1, reset: seconds + windowSeconds };
  }
  return { ...window, used: window.used + 1 };
}

/**
 * The headers that tell a client where it stands
 * (docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api).
 */
export function rateLimitHeaders(window: RateLimitWindow, limit: number): Record<string, string> {
  return {
    "x-ratelimit-limit": String(limit),
    "x-ratelimit-remaining": String(Math.max(0, limit - window.used)),
    "x-ratelimit-used": String(Math.min(limit, window.used)),
    "x-ratelimit-reset": String(window.reset),
    "x-ratelimit-resource": "core",
  };
}
