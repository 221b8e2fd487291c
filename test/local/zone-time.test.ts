import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { offsetAt, readWallTime, wallTimeAt } from "../../local/zone-time.ts";

/** With whole hours, halves and quarters, without changes, with ones by 30 minutes and over midnight. */
const zones = [
  ...["UTC", "America/New_York", "Europe/Berlin", "Europe/Dublin", "Europe/London"],
  ...["Australia/Lord_Howe", "America/Santiago", "America/St_Johns", "Asia/Kathmandu"],
  ...["Africa/Casablanca", "Asia/Beirut", "Pacific/Chatham", "Pacific/Apia", "Antarctica/Troll"],
  ...["Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Tehran", "America/Sao_Paulo"],
] as const;

const zone = fc.constantFrom(...zones);
const seconds = (from: string, to: string) =>
  fc
    .integer({ min: Date.parse(from) / 1000, max: Date.parse(to) / 1000 })
    .map((value) => new Date(value * 1000));
const instant = seconds("1975-01-01T00:00Z", "2199-12-31T00:00Z");
/** Instants around the changes of the clocks are rare among others. */
const nearChange = fc
  .tuple(zone, instant, fc.integer({ min: -7200, max: 7200 }))
  .map(([name, start, away]) => {
    const change = changeAfter(start, name);
    return { name, time: new Date((change ?? start.getTime()) + away * 1000) };
  });

/** An instant at which the offset of a zone is another one than an hour before, within the next year. */
function changeAfter(start: Date, name: string): number | undefined {
  const hour = 3_600_000;
  const first = Math.floor(start.getTime() / hour) * hour;
  const days = Array.from({ length: 366 }, (_, index) => first + index * 24 * hour);
  const isOther = (time: number) =>
    offsetAt(new Date(time), name) !== offsetAt(new Date(first), name);
  const day = days.find(isOther);
  if (day === undefined) return undefined;
  return Array.from({ length: 25 }, (_, index) => day - (24 - index) * hour).find(isOther);
}

function expectRoundTrip(time: Date, name: string): void {
  const wall = wallTimeAt(time, name);
  const reading = readWallTime(wall, name);
  if (reading.kind === "skipped") throw new Error(`${wall} is shown, and yet skipped`);
  const times = reading.kind === "once" ? [reading.time] : [reading.time, reading.second];
  expect(times.map(Number)).toContain(time.getTime());
  for (const each of times) expect(wallTimeAt(each, name)).toBe(wall);
  expect(times.map(Number)).toEqual(times.map(Number).toSorted((a, b) => a - b));
}

describe("an instant is among those of the time that clocks show at it", () => {
  test("at any time", () => {
    fc.assert(
      fc.property(zone, instant, (name, time) => expectRoundTrip(time, name)),
      { numRuns: 2000 },
    );
  });

  test("around the changes of the clocks", () => {
    fc.assert(
      fc.property(nearChange, ({ name, time }) => expectRoundTrip(time, name)),
      { numRuns: 150 },
    );
  });
});

test("a time of the clocks is one that they show, or lies in a change of theirs", () => {
  const wall = instant.map((time) => time.toISOString().slice(0, 19));
  fc.assert(
    fc.property(zone, wall, (name, text) => {
      const reading = readWallTime(text, name);
      if (reading.kind === "skipped") {
        const { at, from, to } = reading.change;
        expect([text >= from, text < to, wallTimeAt(at, name)]).toEqual([true, true, to]);
      } else {
        expect(wallTimeAt(reading.time, name)).toBe(text);
      }
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ["Europe/Berlin", "2027-03-28T01:59:59", "once 2027-03-28T00:59:59"],
  ["Europe/Berlin", "2027-03-28T02:00:00", "skipped 02:00:00-03:00:00"],
  ["Europe/Berlin", "2027-03-28T02:59:59", "skipped 02:00:00-03:00:00"],
  ["Europe/Berlin", "2027-03-28T03:00:00", "once 2027-03-28T01:00:00"],
  ["Europe/Berlin", "2027-10-31T01:59:59", "once 2027-10-30T23:59:59"],
  ["Europe/Berlin", "2027-10-31T02:00:00", "repeated 2027-10-31T00:00:00 2027-10-31T01:00:00"],
  ["Europe/Berlin", "2027-10-31T02:59:59", "repeated 2027-10-31T00:59:59 2027-10-31T01:59:59"],
  ["Europe/Berlin", "2027-10-31T03:00:00", "once 2027-10-31T02:00:00"],
  ["Australia/Lord_Howe", "2027-10-03T02:15:00", "skipped 02:00:00-02:30:00"],
  ["Australia/Lord_Howe", "2027-04-04T01:29:59", "once 2027-04-03T14:29:59"],
  [
    "Australia/Lord_Howe",
    "2027-04-04T01:30:00",
    "repeated 2027-04-03T14:30:00 2027-04-03T15:00:00",
  ],
  ["America/Santiago", "2027-09-05T00:30:00", "skipped 00:00:00-01:00:00"],
  ["America/Santiago", "2027-04-03T23:30:00", "repeated 2027-04-04T02:30:00 2027-04-04T03:30:00"],
  // A day that was left out.
  ["Pacific/Apia", "2011-12-30T12:00:00", "skipped 00:00:00-00:00:00"],
  ["Asia/Kathmandu", "2027-01-01T00:00:00", "once 2026-12-31T18:15:00"],
] as const)("clocks in %s show %s %s", (name, wall, words) => {
  const reading = readWallTime(wall, name);
  const text = (time: Date) => time.toISOString().slice(0, 19);
  if (reading.kind === "skipped") {
    const { from, to } = reading.change;
    expect(`skipped ${from.slice(11)}-${to.slice(11)}`).toBe(words);
  } else {
    const second = reading.kind === "repeated" ? ` ${text(reading.second)}` : "";
    expect(`${reading.kind} ${text(reading.time)}${second}`).toBe(words);
  }
});

test.each([
  ["UTC", "+00:00"],
  ["Australia/Lord_Howe", "+11:00"],
  ["Asia/Kathmandu", "+05:45"],
  ["America/St_Johns", "-03:30"],
  ["Pacific/Pago_Pago", "-11:00"],
])("clocks in %s are at %s", (name, offset) => {
  expect(offsetAt(new Date("2027-01-01T00:00:00.999Z"), name)).toBe(offset);
});
