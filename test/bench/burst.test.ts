import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { bestPossible, dispatchLimits, type Limit } from "../../bench/burst/best-possible.ts";
import { drain } from "../../bench/burst/drain.ts";
import { measure } from "../../bench/burst/measure.ts";
import { resultsOf } from "../../bench/burst/results.ts";
import { createSimulatedTime } from "../../bench/burst/simulated-time.ts";
import { createSecondaryLimiter, documentedLimits } from "../../local/github/secondary-limits.ts";

const minute = 60_000;
const hour = 60 * minute;

describe("the best possible", () => {
  const cases: readonly (readonly [count: number, limits: readonly Limit[]])[] = [
    [1, [{ most: 1, span: 4 }]],
    [4, [{ most: 1, span: 3 }]],
    [5, [{ most: 2, span: 3 }]],
    [6, [{ most: 4, span: 5 }]],
    [
      6,
      [
        { most: 2, span: 2 },
        { most: 3, span: 6 },
      ],
    ],
    [
      6,
      [
        { most: 1, span: 1 },
        { most: 4, span: 9 },
        { most: 2, span: 3 },
      ],
    ],
  ];

  test.each(cases)("of %i within %j is what trying all times finds", (count, limits) => {
    let latest = 0;
    while (!canBeSentBy(latest, count, limits, [0])) latest += 1;
    expect(bestPossible(count, limits)).toBe(latest);
  });

  test.each([
    [0, 0],
    [80, 0],
    [81, minute],
    [500, 6 * minute],
    [501, hour],
    [10_000, 19 * hour + 6 * minute],
  ])("of %i takes %i ms within what GitHub documents", (count, milliseconds) => {
    expect(bestPossible(count, dispatchLimits)).toBe(milliseconds);
  });

  test.each([81, 161, 500, 501, 1200])("of %i is what the stand-in takes, and no less", (count) => {
    const best = bestPossible(count, dispatchLimits);
    expect([refusalOfLast(count, best), refusalOfLast(count, best - 1)]).toEqual([undefined, 403]);
  });
});

/** Tries all times, in whole milliseconds; the first is sent at 0. */
function canBeSentBy(
  latest: number,
  count: number,
  limits: readonly Limit[],
  sent: readonly number[],
): boolean {
  const isWithin = ({ most, span }: Limit) =>
    sent.every((now) => sent.filter((time) => time > now - span && time <= now).length <= most);
  if (!limits.every(isWithin)) return false;
  if (sent.length === count) return true;
  for (let time = sent.at(-1) ?? 0; time <= latest; time += 1) {
    if (canBeSentBy(latest, count, limits, [...sent, time])) return true;
  }
  return false;
}

/** Sends each as early as possible and the last at a time; the status with which that one is refused. */
function refusalOfLast(count: number, last: number): number | undefined {
  const limiter = createSecondaryLimiter(documentedLimits);
  const refusals = Array.from({ length: count }, (_, number) => {
    const call = { number, token: "one", endpoint: "dispatches", method: "POST" };
    const time = number === count - 1 ? last : bestPossible(number + 1, dispatchLimits);
    const refusal = limiter.enter(call, new Date(hour + time));
    limiter.leave(call);
    return refusal?.status;
  });
  expect(refusals.slice(0, -1)).toEqual(Array.from({ length: count - 1 }, () => undefined));
  return refusals.at(-1);
}

test("simulated time passes while everybody waits for it, and stands still for what is real", async () => {
  const time = createSimulatedTime(1000);
  const seen: [string, number][] = [];
  const note = (what: string) => () => seen.push([what, time.now()]);
  void time.pass(500).then(note("later"));
  void time.pass(100).then(note("sooner"));
  const read = () => new Promise<void>((resolve) => setTimeout(resolve, 20));
  void time.standStill(read).then(note("real"));
  await time.moveOn(1300);
  await time.moveOn(1300);
  note("given")();
  await time.moveOn(Number.POSITIVE_INFINITY);
  await time.moveOn(Number.POSITIVE_INFINITY);
  note("nothing more")();
  expect(seen).toEqual([
    ["real", 1000],
    ["sooner", 1100],
    ["given", 1300],
    ["later", 1500],
    ["nothing more", 1500],
  ]);
});

describe("a burst", () => {
  const tiny = { seed: 1, deliveries: 200, concurrency: 5 };

  test("is drained within the limits, and nothing is lost or doubled", async () => {
    const drained = await drain(tiny);
    expect(drained).toMatchObject({ lost: 0, doubled: 0, refused: 0, githubRequests: 200 });
    const best = bestPossible(tiny.deliveries, dispatchLimits);
    expect(drained.milliseconds).toBeGreaterThanOrEqual(best);
    expect(drained.milliseconds).toBeLessThan(best + 2 * minute);
    expect(drained.receives).toBeGreaterThan(tiny.deliveries);
  });

  test("is the same in a process of its own, whose memory is known", async () => {
    const few = { ...tiny, deliveries: 20 };
    const measured = await measure(few);
    expect(measured).toMatchObject(await drain(few));
    expect(measured.instanceHeap).toBeGreaterThan(0);
    expect(measured.resident).toBeGreaterThan(measured.instanceHeap / 1024);
  });
});

test("a burst that nobody waits for any more ends", async () => {
  const script = fileURLToPath(new URL("../../bench/burst/drain-process.ts", import.meta.url));
  const child = spawn(process.execPath, ["--expose-gc", script], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  onTestFinished(() => void child.kill());
  const ended = once(child, "exit");
  // Hours of work.
  child.send({ seed: 1, deliveries: 100_000, concurrency: 5 });
  child.disconnect();
  expect(await ended).toEqual([0, null]);
});

test("a goal is missed by the worst of several runs", () => {
  const backlog = { deliveries: 1000, concurrency: 5 };
  const run = {
    milliseconds: 100,
    lost: 0,
    doubled: 0,
    refused: 0,
    githubRequests: 1000,
    ledgerRequests: 4000,
    receives: 2000,
    cpuSeconds: 1,
    instanceHeap: 10,
    resident: 100,
  };
  const runs = [run, { ...run, milliseconds: 120, refused: 2 }, { ...run, refused: 1 }];
  const { goals, tables } = resultsOf([{ backlog, best: 100, runs }], backlog);
  expect(goals.map(({ found, atMost }) => [found, atMost])).toEqual([
    [1.2, 1.1],
    [3, 0],
    [0, 0],
    [0, 0],
  ]);
  const [, taken] = tables;
  expect(taken?.rows[0]?.figures.slice(0, 3)).toEqual([2, 1, 4]);
});
