/** The clock and the randomness that waiting times are made of. */
export interface Timing {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** From 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number;
}

/** How waiting times grow, in seconds. */
export interface Backoff {
  /** What is waited in any case. */
  readonly atLeast: number;
  /** The most that chance adds the first time; it doubles each time. */
  readonly first: number;
  /** The most that chance adds at all. */
  readonly most: number;
}

/**
 * When GitHub limits the rate and doesn't say for how long, it asks for a minute at least, and more each
 * time: docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit.
 */
export const limitBackoff: Backoff = { atLeast: 60, first: 60, most: 3600 };

/** While GitHub can't be reached or fails. */
export const outageBackoff: Backoff = { atLeast: 5, first: 10, most: 900 };

/**
 * Seconds to wait: exponential with full jitter, so that what failed together doesn't come back together.
 *
 * @param attempt counts from 1.
 */
export function backoff(
  { atLeast, first, most }: Backoff,
  timing: Timing,
  attempt: number,
): number {
  const ceiling = Math.min(most, first * 2 ** Math.min(attempt - 1, 30));
  return atLeast + Math.floor(timing.random() * ceiling);
}
