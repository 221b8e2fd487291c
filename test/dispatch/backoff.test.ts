import { expect, test } from "vitest";
import { type Backoff, backoff, limitBackoff, outageBackoff } from "../../dispatch/backoff.ts";

/** Seconds by the number of the attempt, with the least and with the most that chance adds. */
const cases: readonly (readonly [string, Backoff, attempt: number, least: number, most: number])[] =
  [
    ["a limit", limitBackoff, 1, 60, 60 + 59],
    ["a limit", limitBackoff, 2, 60, 60 + 119],
    ["a limit", limitBackoff, 5, 60, 60 + 959],
    ["a limit", limitBackoff, 6, 60, 60 + 1918],
    ["a limit", limitBackoff, 7, 60, 60 + 3596],
    ["a limit", limitBackoff, 20, 60, 60 + 3596],
    ["an outage", outageBackoff, 1, 5, 5 + 9],
    ["an outage", outageBackoff, 2, 5, 5 + 19],
    ["an outage", outageBackoff, 5, 5, 5 + 159],
    ["an outage", outageBackoff, 7, 5, 5 + 639],
    ["an outage", outageBackoff, 8, 5, 5 + 899],
    ["an outage", outageBackoff, 20, 5, 5 + 899],
    ["an outage", outageBackoff, 1_000_000, 5, 5 + 899],
  ];

test.each(cases)("%s, %j, attempt %i: %i to %i s", (_, kind, attempt, least, most) => {
  const wait = (chance: number) => backoff(kind, { now: () => 0, random: () => chance }, attempt);
  expect(wait(0)).toBe(least);
  expect(wait(0.999)).toBe(most);
});
