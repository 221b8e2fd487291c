import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Config, readConfig } from "../../dispatch/config.ts";
import type { Envelope } from "../../functions/envelope.ts";
import { runSchedules, schedulesOf } from "../../local/schedules.ts";

function configWith(...schedules: readonly string[]): Config {
  const { config, problems } = readConfig(`
credentials: { default: { pat: x } }
triggers:
  t:
    on: { schedule: [${schedules.join(", ")}] }
    repository: a/b
    ref: main
    workflow: a.yml
`);
  if (config === undefined) throw new Error(JSON.stringify(problems));
  return config;
}

const started = new Date("2027-01-01T00:00:30Z");

function nextTimes(schedule: string, from: string, count: number): string[] {
  const [local] = schedulesOf(configWith(schedule), started);
  const times: string[] = [];
  let after = new Date(from);
  for (let index = 0; index < count; index += 1) {
    const time = local?.next(after);
    if (time === undefined) break;
    times.push(time.toISOString().replace(":00.000Z", "Z"));
    after = time;
  }
  return times;
}

test.each([
  [
    "weekdays",
    '{ cron: "30 2 * * 1-5" }',
    "2027-01-01T12:00Z",
    ["2027-01-04T02:30Z", "2027-01-05T02:30Z"],
  ],
  [
    "a zone",
    '{ cron: "30 2 * * *", timezone: America/New_York }',
    "2027-01-01T12:00Z",
    ["2027-01-02T07:30Z"],
  ],
  [
    "a time that spring skips",
    '{ cron: "30 2 * * *", timezone: Europe/Paris }',
    "2027-03-27T00:00Z",
    ["2027-03-27T01:30Z", "2027-03-29T00:30Z"],
  ],
  [
    "a time that autumn repeats",
    '{ cron: "30 2 * * *", timezone: Europe/Paris }',
    "2027-10-30T12:00Z",
    ["2027-10-31T00:30Z", "2027-11-01T01:30Z"],
  ],
  [
    "a step in an hour that autumn repeats",
    '{ cron: "*/30 2,3 * * *", timezone: Europe/Paris }',
    "2027-10-31T00:30:00Z",
    ["2027-10-31T02:00Z", "2027-10-31T02:30Z"],
  ],
  [
    "every hour, from within one that autumn repeats",
    '{ cron: "0 * * * *", timezone: Europe/Paris }',
    "2027-10-31T01:00:00Z",
    ["2027-10-31T02:00Z", "2027-10-31T03:00Z"],
  ],
  [
    "the first Monday",
    "{ cron: cron(0 8 ? * 2#1 *) }",
    "2027-01-01T12:00Z",
    ["2027-01-04T08:00Z", "2027-02-01T08:00Z"],
  ],
  [
    "a rate",
    "{ cron: rate(5 minutes) }",
    "2027-01-01T00:00:30Z",
    ["2027-01-01T00:05:30.000Z", "2027-01-01T00:10:30.000Z"],
  ],
  [
    "a rate with a start",
    '{ cron: rate(1 day), start: "2027-02-01T08:30:00Z" }',
    "2027-01-01T00:00:30Z",
    ["2027-02-01T08:30Z", "2027-02-02T08:30Z"],
  ],
  [
    "once",
    '{ cron: "at(2027-05-01T10:00:00)", timezone: Europe/Paris }',
    "2027-01-01T12:00Z",
    ["2027-05-01T08:00Z"],
  ],
  ["once, in the past", '{ cron: "at(2020-05-01T10:00:00)" }', "2027-01-01T12:00Z", []],
  [
    "from a start",
    '{ cron: "0 0 * * *", start: "2027-06-01T12:00:00Z" }',
    "2027-01-01T12:00Z",
    ["2027-06-02T00:00Z"],
  ],
  [
    "to an end",
    '{ cron: "0 0 * * *", end: "2027-01-03T12:00:00Z" }',
    "2027-01-01T12:00Z",
    ["2027-01-02T00:00Z", "2027-01-03T00:00Z"],
  ],
] as const)("the next times of %s", (_, schedule, from, times) => {
  const iso = from.replace(/^(.{16})Z$/, "$1:00Z");
  const found = nextTimes(schedule, iso, 2);
  expect(found.slice(0, times.length)).toEqual(times);
  if (times.length === 0) expect(found).toEqual([]);
});

test("a disabled schedule is none", () => {
  const config = configWith('{ cron: "0 0 * * *", enabled: false }');
  expect(schedulesOf(config, started)).toEqual([]);
});

describe("firing", () => {
  beforeEach(() => vi.useFakeTimers({ now: started }));
  afterEach(() => vi.useRealTimers());

  test("delivers what EventBridge Scheduler would send, at its times, until it is stopped", async () => {
    const config = configWith(
      '{ cron: "*/2 * * * *", timezone: Europe/Paris }',
      "{ cron: rate(3 minutes) }",
    );
    const envelopes: Envelope[] = [];
    const running = runSchedules(schedulesOf(config, started), (envelope) =>
      envelopes.push(envelope),
    );
    await vi.advanceTimersByTimeAsync(4.5 * 60_000);
    running.stop();
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    const arn = "arn:aws:scheduler:local:000000000000:schedule/local/t";
    const cron = { arn: `${arn}-0`, cron: "*/2 * * * *", timezone: "Europe/Paris" };
    const rate = { arn: `${arn}-1`, cron: "rate(3 minutes)", timezone: "UTC" };
    expect(envelopes).toEqual([
      { trigger: "t", schedule: { ...cron, "scheduled-time": "2027-01-01T00:02:00Z" } },
      { trigger: "t", schedule: { ...rate, "scheduled-time": "2027-01-01T00:03:30Z" } },
      { trigger: "t", schedule: { ...cron, "scheduled-time": "2027-01-01T00:04:00Z" } },
    ]);
  });

  test("a rate doesn't fire at once, though time has passed since the start", async () => {
    vi.setSystemTime(new Date(started.getTime() + 20));
    const envelopes: Envelope[] = [];
    const schedules = schedulesOf(configWith("{ cron: rate(1 hour) }"), started);
    const running = runSchedules(schedules, (envelope) => envelopes.push(envelope));
    await vi.advanceTimersByTimeAsync(3_500_000);
    expect(envelopes).toEqual([]);
    await vi.advanceTimersByTimeAsync(110_000);
    running.stop();
    expect(envelopes).toHaveLength(1);
  });

  test("skips a time that doesn't exist", async () => {
    const times = await timesFired('"30 2 * * *"', "2027-03-28T00:59:00Z", 23 * hour);
    expect(times).toEqual([]);
    const later = await timesFired('"30 2 * * *"', "2027-03-28T00:59:00Z", 24 * hour);
    expect(later).toEqual(["2027-03-29T00:30:00Z"]);
  });

  test("runs a time that comes twice only once", async () => {
    const times = await timesFired('"*/30 * * * *"', "2027-10-30T23:59:00Z", 3 * hour);
    expect(times).toEqual([
      "2027-10-31T00:00:00Z",
      "2027-10-31T00:30:00Z",
      "2027-10-31T02:00:00Z",
      "2027-10-31T02:30:00Z",
    ]);
  });

  test("waits for longer than a timer can, and then no more", async () => {
    const start = "2027-01-01T00:00:00Z";
    const at = '"at(2027-02-15T12:00:00)"';
    expect(await timesFired(at, start, 45.4 * 24 * hour)).toEqual([]);
    expect(await timesFired(at, start, 46 * 24 * hour)).toEqual(["2027-02-15T11:00:00Z"]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("makes up for one time after a machine has slept", async () => {
    const times: string[] = [];
    const running = run('"0 * * * *"', "2027-01-01T00:30:00Z", times);
    vi.setSystemTime(new Date("2027-01-01T05:10:00Z"));
    await vi.advanceTimersByTimeAsync(hour);
    running.stop();
    expect(times).toEqual(["2027-01-01T01:00:00Z", "2027-01-01T06:00:00Z"]);
  });

  test("can be stopped by what it fires", async () => {
    let count = 0;
    const schedules = schedulesOf(configWith('{ cron: "* * * * *" }'), started);
    const running = runSchedules(schedules, () => {
      count += 1;
      running.stop();
    });
    await vi.advanceTimersByTimeAsync(hour);
    expect(count).toBe(1);
  });

  const hour = 3_600_000;

  /** Runs a schedule in Paris, and collects when it was to fire. */
  function run(cron: string, start: string, times: string[]): { stop(): void } {
    vi.setSystemTime(new Date(start));
    const config = configWith(`{ cron: ${cron}, timezone: Europe/Paris }`);
    return runSchedules(schedulesOf(config, new Date()), (envelope) => {
      if ("schedule" in envelope) times.push(envelope.schedule["scheduled-time"]);
    });
  }

  async function timesFired(cron: string, start: string, duration: number): Promise<string[]> {
    const times: string[] = [];
    const running = run(cron, start, times);
    await vi.advanceTimersByTimeAsync(duration);
    running.stop();
    return times;
  }
});
