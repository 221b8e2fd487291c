import { afterEach, expect, test } from "vitest";
import { documentedPace } from "../../dispatch/pace/windows.ts";
import type { Fault } from "../../local/github/faults.ts";
import { documentedLimits } from "../../local/github/secondary-limits.ts";
import { mostWithin } from "../dispatch/pace/drain.ts";
import { call } from "./caller.ts";
import { type Cloud, runIds, startCloud, withPace } from "./cloud.ts";
import { createAgenda, runUntilEmpty } from "./consume.ts";
import { eventMessage } from "./deliveries.ts";

const minute = 60_000;
const hour = 60 * minute;

let cloud: Cloud;
afterEach(() => cloud.close());

/** Hours of trouble; a plan is given the milliseconds since the start. */
const troubles: readonly (readonly [name: string, fault: (since: number) => Fault | undefined])[] =
  [
    [
      "an hour without GitHub",
      (since) => (since < hour ? { kind: "status", status: 503, created: false } : undefined),
    ],
    [
      "an hour of secondary limits without a word of how long",
      (since) => (since < hour ? { kind: "rate-limited", status: 403 } : undefined),
    ],
    [
      "an hour of secondary limits with Retry-After",
      (since) => (since < hour ? { kind: "rate-limited", status: 429, retryAfter: 90 } : undefined),
    ],
    [
      "an hour of 429 without a word of how long",
      (since) => (since < hour ? { kind: "rate-limited", status: 429 } : undefined),
    ],
    [
      "an hour of silence",
      (since) => (since < hour ? { kind: "silence", created: false } : undefined),
    ],
  ];

test.each(troubles)(
  "%s loses nothing, and what waits comes within GitHub's limits",
  async (_name, fault) => {
    const begin = Date.parse("2027-01-01T00:00:00Z");
    cloud = await startCloud(
      7,
      { limits: documentedLimits, faults: () => fault(cloud.clock.now() - begin) },
      (config) => withPace(config, documentedPace),
    );
    const ids = Array.from({ length: 900 }, (_, index) => `delivery-${index}`);
    const agenda = createAgenda(
      ids.map((id, index) => ({
        // Nine tenths come in the first hour, some of them as calls.
        time: begin + (index * hour) / 810,
        happen: async () => {
          if (index % 10 === 0) await callOnce(id);
          else cloud.messages.send(eventMessage({ trigger: "plain", id }));
        },
      })),
    );
    await runUntilEmpty(cloud, agenda);
    expect(cloud.deadLetters.list()).toEqual([]);
    expect(runIds(cloud).toSorted()).toEqual(ids.toSorted());

    const calls = cloud.github.calls();
    const posts = calls.filter(({ method }) => method === "POST").map(({ time }) => time);
    expect(mostWithin(posts, minute)).toBeLessThanOrEqual(documentedLimits.contentPerMinute);
    expect(mostWithin(posts, hour)).toBeLessThanOrEqual(documentedLimits.contentPerHour);
    const afterwards = calls.filter(({ time }) => time > begin + hour);
    expect(afterwards.filter(({ status }) => status === 403 || status === 429)).toEqual([]);
    // It does resume, as fast as the limits allow.
    expect(mostWithin(posts, minute)).toBeGreaterThan(10);
    const minutes = Math.round(((posts.at(-1) ?? begin) - begin) / minute);
    const most = `at most ${mostWithin(posts, minute)} a minute and ${mostWithin(posts, hour)} an hour`;
    console.log(`${posts.length} POSTs, ${most}, the last after ${minutes} minutes`);
  },
);

/** A call that GitHub can't take is taken by the queue. */
async function callOnce(id: string): Promise<void> {
  const answer = await call(cloud, { path: "/plain", key: id, body: "{}" });
  expect([201, 202]).toContain(answer?.status);
}
