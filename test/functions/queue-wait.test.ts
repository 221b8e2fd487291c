import { describe, expect, test } from "vitest";
import { retry, retryUnsettled } from "../../dispatch/outcome.ts";
import { secondsToWait } from "../../functions/queue-wait.ts";

const day = 24 * 3600;
const limited = (seconds: number) => retry("rate-limited", "", seconds);
const unknown = retryUnsettled("result-unknown", "", 60);
const inProgress = retry("delivery-in-progress", "", 15);

describe("a message waits", () => {
  test.each([
    ["as long as the outcome says", limited(60), day, 1, 60],
    ["a second at least", limited(0), day, 1, 1],
    ["no longer than until it is too old", limited(3600), 100, 3, 100],
    ["no longer than SQS hides it", limited(20 * 3600), day, 3, 39_600],
    ["as the outcome says for fifty times", limited(5), day, 49, 5],
    ["then long enough for its receives to last", limited(5), day, 50, 96],
    ["the longer, the fewer are left", limited(5), day, 940, 8640],
    ["at most until it is too old, then, too", limited(5), 100, 949, 100],
    ["past its age while its run is looked for", unknown, -1, 30, 60],
    ["past its age while another handler has it", inProgress, -day, 30, 15],
    ["past its age when it came too late to be tried", unknown, -day, 4, 60],
  ])("%s", (_name, outcome, left, received, seconds) => {
    expect(secondsToWait(outcome, left, received)).toBe(seconds);
  });
});

describe("a message is given up", () => {
  test.each([
    ["when it is too old", limited(60), 0, 3],
    ["when its run could not be looked for in a quarter of an hour more", unknown, -900, 5],
    ["before SQS gives it up", limited(60), day, 950],
  ])("%s", (_name, outcome, left, received) => {
    expect(secondsToWait(outcome, left, received)).toBeUndefined();
  });
});

test("a day of tries never comes to a thousand", () => {
  for (const seconds of [1, 30, 60, 300]) {
    let [left, received] = [day, 0];
    for (;;) {
      received += 1;
      const wait = secondsToWait(limited(seconds), left, received);
      if (wait === undefined) break;
      left -= wait;
    }
    expect(received).toBeLessThanOrEqual(950);
    expect(left).toBe(0);
  }
});
