import { readFileSync } from "node:fs";
import { Cron } from "croner";
import { describe, expect, test } from "vitest";
import { readScheduleExpression } from "../../dispatch/config/schedule-expression.ts";
import { cronerPattern } from "../../local/croner-pattern.ts";

/** `runs`: the first ones after the start of 2027 (UTC), worked out by hand; `ends`: there are no others. */
interface Case {
  readonly expression: string;
  readonly pattern: string;
  readonly runs: readonly string[];
  readonly ends?: true;
}

const cases: readonly Case[] = read("./cases/croner-patterns.json");
const { githubCron }: { githubCron: readonly (readonly [text: string, expression: string])[] } =
  read("../dispatch/config/cases/schedule-expressions.json");

const IN_UTC = { paused: true, utcOffset: 0 };

describe("an AWS expression fires", () => {
  test.each(cases)("$expression", ({ expression, pattern, runs, ends }) => {
    expect(cronerPattern(expression)).toBe(pattern);
    const count = runs.length + (ends ? 1 : 0);
    const next = new Cron(pattern, IN_UTC).nextRuns(count, "2027-01-01T00:00:00Z");
    expect(next.map((run) => run.toISOString())).toEqual(runs.map((run) => `${run}:00.000Z`));
  });

  test.each(cases)("$expression, however croner combines the day fields", ({ pattern, runs }) => {
    const inBoth = { ...IN_UTC, domAndDow: true };
    const next = new Cron(pattern, inBoth).nextRuns(runs.length, "2027-01-01T00:00:00Z");
    expect(next.map((run) => run.toISOString())).toEqual(runs.map((run) => `${run}:00.000Z`));
  });

  test("only a valid one", () => {
    expect(() => cronerPattern("cron(0 0 * * * *)")).toThrow("cron(0 0 * * * *)");
    expect(() => cronerPattern("30 2 * * 1-5")).toThrow("30 2 * * 1-5");
  });
});

describe("GitHub's five fields fire when their translation does", () => {
  test.each(githubCron)("%s and %s", (text, expression) => {
    expect(timesOf(new Cron(cronerPattern(expression), IN_UTC))).toEqual(timesOf(original(text)));
  });

  test.each(generate(250))("%s (generated)", (text) => {
    const { value, complaints } = readScheduleExpression(text);
    if (value === undefined) {
      expect(complaints.map(({ message }) => message)).toEqual([
        expect.stringContaining("never fires"),
      ]);
      expect(original(text).nextRun("2027-07-01T00:00:00Z")).toBe(null);
    } else {
      const translated = new Cron(cronerPattern(value.expression), IN_UTC);
      expect(timesOf(translated)).toEqual(timesOf(original(text)));
    }
  });
});

/**
 * Five fields as croner has them. It reads 5/10 only when told to, and takes a star with a step of 1
 * for a restriction of the days, which Vixie cron does not.
 */
function original(text: string): Cron {
  const [minute, hour, dayOfMonth = "", month, dayOfWeek = ""] = text.split(/\s+/);
  const [days, weekdays] = [dayOfMonth, dayOfWeek].map((field) => (field === "*/1" ? "*" : field));
  const fields = [minute, hour, days, month, weekdays];
  return new Cron(fields.join(" "), { ...IN_UTC, sloppyRanges: true });
}

/**
 * The days of a year, with a leap day, on which a cron fires, and the times on the first of them. As
 * neither cron ties times of the day to days, this says when it fires in all the year.
 */
function timesOf(cron: Cron): { days: string[]; times: string[] } {
  const start = "2027-06-30T23:59:59Z";
  const days: string[] = [];
  for (let run = cron.nextRun(start); run !== null; run = cron.nextRun(endOf(run))) {
    if (run.getTime() >= Date.parse("2028-07-01T00:00:00Z")) break;
    days.push(run.toISOString().slice(0, 10));
  }
  const times: string[] = [];
  for (let run = cron.nextRun(start); run !== null; run = cron.nextRun(run)) {
    if (!run.toISOString().startsWith(days[0] ?? "none")) break;
    times.push(run.toISOString().slice(11, 16));
  }
  return { days, times };
}

function endOf(day: Date): string {
  return `${day.toISOString().slice(0, 10)}T23:59:59Z`;
}

/** Five-field texts without both day fields, the same ones in every run. */
function generate(count: number): string[] {
  let state = 20_270_701;
  const below = (limit: number) => {
    // Park and Miller's generator.
    state = (state * 48_271) % 2_147_483_647;
    return state % limit;
  };
  const entry = (min: number, max: number) => {
    const [a, b] = [min + below(max - min + 1), min + below(max - min + 1)];
    const range = `${Math.min(a, b)}-${Math.max(a, b)}`;
    const step = 1 + below(Math.min(max, 12));
    return [`${a}`, "*", range, `${range}/${step}`, `*/${step}`, `${a}/${step}`][below(6)] ?? "*";
  };
  const field = (min: number, max: number) =>
    Array.from({ length: 1 + below(3) }, () => entry(min, max)).join(",");
  return Array.from({ length: count }, () => {
    const days = below(2) === 0 ? [field(1, 31), "*"] : ["*", field(0, 6)];
    return [field(0, 59), field(0, 23), days[0], field(1, 12), days[1]].join(" ");
  });
}

function read(path: string) {
  return JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));
}
