import type { Checked, Complaint } from "../../problem.ts";

/** A `rate(...)`, read. */
export interface Rate {
  readonly expression: string;
  /** The interval in minutes. */
  readonly minutes: number;
}

const MINUTES_OF: ReadonlyMap<string, number> = new Map([
  ["minute", 1],
  ["hour", 60],
  ["day", 1440],
]);
/** Other units, in seconds. */
const SECONDS_OF: ReadonlyMap<string, number> = new Map([
  ...["s", "sec", "second"].map((unit) => [unit, 1] as const),
  ...["m", "min"].map((unit) => [unit, 60] as const),
  ...["h", "hr"].map((unit) => [unit, 3600] as const),
  ["d", 86_400],
  ...["w", "week"].map((unit) => [unit, 604_800] as const),
]);
const ALLOWED = "rate(value unit): a whole number, and minute(s), hour(s) or day(s)";

/**
 * Reads what stands between the brackets of `rate(...)`. AWS wants the unit in the singular after 1
 * and in the plural after more: docs.aws.amazon.com/eventbridge/latest/userguide/eb-rate-expressions.html
 */
export function readRate(text: string): Checked<Rate> {
  const [, value, space, unit] = /^\s*([-+]?[\d.,]+)(\s*)([a-z]+)\s*$/i.exec(text) ?? [];
  if (value === undefined || unit === undefined) return { complaints: [incomplete(text)] };
  const count = /^\d+$/.test(value) ? Number(value) : 0;
  const minutesOfUnit = MINUTES_OF.get(singular(unit));
  const complaints: Complaint[] = [];
  if (count === 0) complaints.push(badValue(text, Number(value), unit));
  if (minutesOfUnit === undefined) complaints.push(badUnit(text, count, unit));
  if (minutesOfUnit === undefined || complaints.length > 0) return { complaints };
  const minutes = count * minutesOfUnit;
  if (!Number.isSafeInteger(minutes)) return { complaints: [tooLong(text)] };
  const expression = spellRate(count, singular(unit));
  if (expression === `rate(${count} ${unit})` && space !== "") {
    return { value: { expression, minutes } };
  }
  return { complaints: [misspelt(text, count, unit)] };
}

/** `rate(...)` of some "minute", "hour" or "day", with the unit in the number that AWS wants. */
export function spellRate(count: number, unit: string): string {
  return `rate(${count} ${unit}${count === 1 ? "" : "s"})`;
}

function singular(unit: string): string {
  return unit.toLowerCase().replace(/(?<=.)s$/, "");
}

function complain(message: string, text: string, mend: string): Complaint {
  return { path: [], message, found: `rate(${text})`, allowed: ALLOWED, mend: `${mend}.` };
}

function incomplete(text: string): Complaint {
  const count = Number(/\d+/.exec(text)?.[0] ?? 5);
  const mend = `Write, for example, ${spellRate(count, "minute")}`;
  return complain("rate(...) needs a value and a unit.", text, mend);
}

function badValue(text: string, value: number, unit: string): Complaint {
  const minutes = value * (MINUTES_OF.get(singular(unit)) ?? Number.NaN);
  const isWhole = Number.isSafeInteger(minutes) && minutes > 0;
  const mend = isWhole ? `Write ${inLongestUnit(minutes)}` : "Write a whole number from 1 up";
  return complain("The value of rate(...) is not a whole number above 0.", text, mend);
}

function badUnit(text: string, count: number, unit: string): Complaint {
  const message = `The unit of rate(...) is ${unit}, which AWS does not have.`;
  const seconds = count * (SECONDS_OF.get(singular(unit)) ?? 0);
  if (!Number.isSafeInteger(seconds) || seconds === 0) {
    return complain(message, text, "Write minutes, hours or days");
  }
  const shortest = seconds % 60 === 0 ? "" : ": AWS counts in whole minutes";
  const mend = `Write ${inLongestUnit(Math.ceil(seconds / 60))}${shortest}`;
  return complain(message, text, mend);
}

function tooLong(text: string): Complaint {
  return complain("The interval of rate(...) is too long.", text, "Write a smaller value");
}

function misspelt(text: string, count: number, unit: string): Complaint {
  const mend = `Write ${spellRate(count, singular(unit))}`;
  return complain("The unit of rate(...) is not spelt as AWS wants it.", text, mend);
}

function inLongestUnit(minutes: number): string {
  const [unit = "minute", length = 1] =
    [...MINUTES_OF].findLast(([, length]) => minutes % length === 0) ?? [];
  return spellRate(minutes / length, unit);
}
