import { readFileSync } from "node:fs";
import { CronExpressionParser } from "cron-parser";
import { describe, expect, test } from "vitest";
import { readScheduleExpression } from "../../dispatch/config/schedule-expression.ts";
import type { Schedule } from "../../dispatch/config.ts";
import { type ScheduleTime, scheduleTimes } from "../../local/schedule-times.ts";
import { independentTimes } from "./independent-cron.ts";

/** `times`: the first three of each expression, or all if there are fewer. */
interface Group {
  readonly timezone: string;
  readonly from: string;
  readonly times: Readonly<Record<string, readonly string[]>>;
}

interface ClockChangeCase {
  readonly zone: string;
  readonly cron: string;
  readonly from: string;
  readonly entries: readonly string[];
}

const groups: readonly Group[] = read("./cases/schedule-times.json");
const cases = groups.flatMap(({ timezone, from, times }) =>
  Object.entries(times).map(([expression, stored]) => {
    return { expression, timezone, from: new Date(from), stored };
  }),
);

test("there are at least 300 cases", () => {
  expect(cases.length).toBeGreaterThanOrEqual(300);
});

describe("the next times are those of the data, and of a second evaluator", () => {
  test.each(cases)("$expression $timezone from $from", ({ expression, timezone, from, stored }) => {
    expect(written(firing(scheduleOf(expression, timezone), from, 3))).toEqual(stored);
    expect(written(independentTimes(expression, timezone, from, 3))).toEqual(stored);
  });
});

/** `skipped` and `repeated` come with what clocks would have shown, what they show, and when. */
const changes: readonly ClockChangeCase[] = read("./cases/clock-changes.json");

test.each(changes)("$cron in $zone, where clocks change", ({ zone, from, cron, entries }) => {
  const start = new Date(from);
  const fires = entries.filter((entry) => entry.startsWith("fires")).length;
  const found = take(scheduleTimes(scheduleOf(cron, zone), start, start), fires);
  expect(found.map(inWords)).toEqual(entries);
});

function inWords(entry: ScheduleTime): string {
  const change = entry.kind === "fires" ? entry.repeated : entry.change;
  const clocks =
    change === undefined
      ? ""
      : `${change.from.slice(11, 16)}-${change.to.slice(11, 16)} at ${written([change.at])}`;
  if (entry.kind === "skipped") return `skipped ${entry.wall} ${clocks}`;
  const mark = change === undefined ? "" : ` repeated ${clocks}`;
  return `fires ${entry.wall} ${written([entry.time])}${mark}`;
}

describe("the start and the end", () => {
  test.each([
    ["0 0 * * *", { start: "2027-02-01T00:00:00Z" }, ["2027-02-01T00:00Z", "2027-02-02T00:00Z"]],
    ["0 0 * * *", { start: "2026-02-01T00:00:00Z" }, ["2027-01-02T00:00Z", "2027-01-03T00:00Z"]],
    ["0 0 * * *", { end: "2027-01-02T00:00:00Z" }, ["2027-01-02T00:00Z"]],
    ["0 0 * * *", { end: "2027-01-01T23:59:59Z" }, []],
    ["rate(1 day)", { start: "2027-02-01T08:30:00Z" }, ["2027-02-01T08:30Z", "2027-02-02T08:30Z"]],
    ["rate(1 day)", { start: "2026-02-01T08:30:00Z" }, ["2027-01-01T12:00Z", "2027-01-02T12:00Z"]],
    ["rate(1 day)", { end: "2027-01-02T12:00:00Z" }, ["2027-01-01T12:00Z", "2027-01-02T12:00Z"]],
    ["rate(1 day)", { end: "2027-01-02T11:59:59Z" }, ["2027-01-01T12:00Z"]],
    ["rate(1 day)", { end: "2026-01-02T11:59:59Z" }, []],
    ["at(2027-05-01T00:00:00)", { start: "2028-01-01T00:00:00Z" }, ["2027-05-01T00:00Z"]],
    ["at(2027-05-01T00:00:00)", { end: "2027-02-01T00:00:00Z" }, ["2027-05-01T00:00Z"]],
  ] as const)("of %s: %j", (cron, more, times) => {
    const from = new Date("2027-01-01T12:00:00Z");
    expect(written(firing(scheduleOf(cron, "UTC", more), from, 2))).toEqual(times);
  });

  test("an end before the clocks go forward keeps what they skip out of it", () => {
    const schedule = scheduleOf("30 2 * * *", "Europe/Berlin", { end: "2027-03-28T00:59:59Z" });
    const from = new Date("2027-03-27T12:00:00Z");
    expect([...scheduleTimes(schedule, from, from)]).toEqual([]);
  });
});

test("a rate counts in absolute time from the deployment, however long ago", () => {
  const schedule = scheduleOf("rate(7 minutes)", "UTC");
  const deployed = new Date("2027-01-01T00:00:05Z");
  const from = new Date("2027-06-01T00:00:00Z");
  const [first, second] = firing(schedule, from, 2, deployed).map(Number);
  expect((first ?? 0) - from.getTime()).toBeLessThan(7 * 60_000);
  expect(((first ?? 0) - deployed.getTime()) % (7 * 60_000)).toBe(0);
  expect((second ?? 0) - (first ?? 0)).toBe(7 * 60_000);
});

describe("times come to an end", () => {
  test.each([
    ["the last year of AWS's cron", "0 12 31 12 *", "UTC", 173],
    ["a time that is skipped every year", "cron(30 2 ? 3 1L *)", "Europe/Berlin", 173],
    ["years that have passed", "cron(0 12 1 1 ? 1970-2026)", "UTC", 0],
    ["an interval that is too long for a calendar", "rate(9007199254740 minutes)", "UTC", 1],
  ])("%s", (_, cron, zone, count) => {
    const from = new Date("2027-01-01T00:00:00Z");
    expect([...scheduleTimes(scheduleOf(cron, zone), from, from)]).toHaveLength(count);
  });
});

describe("the next times in UTC are those of cron-parser", () => {
  const texts = new Map(cases.map((each) => [`${each.expression} ${+each.from}`, each]));
  const comparable = [...texts.values()].flatMap(({ expression, from }) => {
    const fields = forCronParser(expression);
    return fields === undefined ? [] : [{ expression, from, fields }];
  });

  test("most cases can be compared", () => {
    expect(comparable.length).toBeGreaterThan(200);
  });

  test.each(comparable)("$expression from $from", ({ expression, from, fields }) => {
    const currentDate = new Date(from.getTime() - 1000);
    const times = CronExpressionParser.parse(fields, { currentDate, tz: "UTC" }).take(3);
    const before2200 = times.map((time) => time.toDate()).filter((time) => time < endOfAws);
    expect(written(firing(scheduleOf(expression, "UTC"), from, 3))).toEqual(written(before2200));
  });
});

const endOfAws = new Date("2200-01-01T00:00:00Z");

/**
 * An expression as cron-parser has it, or nothing for what it does not have: rate and at, years, `W`, and
 * a star with a step of 1, which restricts the days for cron-parser and restricts nothing in Vixie cron.
 */
function forCronParser(expression: string): string | undefined {
  const [, inside] = /^cron\((.*)\)$/.exec(expression) ?? [];
  if (/^(rate|at)/.test(expression)) return undefined;
  if (inside === undefined)
    return expression.includes("*/1 ") || expression.endsWith("*/1") ? undefined : expression;
  const [minute, hour, dates = "", month, days = "", year] = inside.split(" ");
  if (year !== "*" || dates.includes("W")) return undefined;
  // AWS counts the days of the week from 1, and not the weeks behind the #.
  const shifted = days === "L" ? "6" : days.replace(/(?<!#)\d/g, (digit) => `${Number(digit) - 1}`);
  return [minute, hour, dates, month, shifted].join(" ");
}

function scheduleOf(expression: string, timezone: string, more: Partial<Schedule> = {}): Schedule {
  const { value, complaints } = readScheduleExpression(expression);
  if (value === undefined) throw new Error(`${expression}: ${complaints[0]?.message}`);
  const { kind, expression: inAws } = value;
  return { cron: expression, kind, expression: inAws, timezone, enabled: true, ...more };
}

function firing(schedule: Schedule, from: Date, count: number, deployed = from): Date[] {
  return take(scheduleTimes(schedule, from, deployed), count).flatMap((entry) =>
    entry.kind === "fires" ? [entry.time] : [],
  );
}

/** Entries up to the one that is the last of so many to fire. */
function take(entries: Iterable<ScheduleTime>, count: number): ScheduleTime[] {
  const taken: ScheduleTime[] = [];
  for (const entry of entries) {
    taken.push(entry);
    if (taken.filter(({ kind }) => kind === "fires").length === count) break;
  }
  return taken;
}

function written(times: readonly Date[]): string[] {
  return times.map((time) => time.toISOString().replace(/(?::00)?\.000Z$/, "Z"));
}

function read(path: string) {
  return JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));
}
