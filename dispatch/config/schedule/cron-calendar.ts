import type { Complaint } from "../../problem.ts";
import type { DayOfMonth, DayOfWeek } from "./aws-cron-days.ts";

/** What picks the dates of a schedule, with AWS's days of the week (1 for Sunday). */
export interface DateFields {
  readonly dayOfMonth: DayOfMonth;
  readonly months: readonly number[];
  readonly dayOfWeek: DayOfWeek;
  /** Where absent, every year. */
  readonly years?: readonly number[];
}

// Leap years and days of the week come round in 28 years, as no century is skipped in these.
const EVERY_YEAR: readonly number[] = Array.from({ length: 28 }, (_, index) => 2001 + index);

/** A complaint where the fields pick no date at all: the 30th of February, for one, never comes. */
export function complaintsAboutDates(fields: DateFields, found: string): Complaint[] {
  const years = fields.years ?? EVERY_YEAR;
  const months = years.flatMap((year) => fields.months.map((month) => ({ year, month })));
  if (months.some(({ year, month }) => picksDateIn(year, month, fields))) return [];
  const longest = Math.max(...months.map(({ year, month }) => daysInMonth(year, month)));
  const period = fields.years === undefined ? "month" : "month or year";
  const byWeekday = fields.dayOfWeek.kind === "nth";
  return [
    {
      path: [],
      message: `This schedule never fires: no ${period} that it names has such a day.`,
      found,
      allowed: byWeekday ? "days that come in one of these months" : `days up to ${longest}`,
      mend: byWeekday
        ? "Write 1 to 4 after #, or L in place of # for the last such day of the month."
        : `Write a day up to ${longest} in the day-of-month field, or a ${period} that has the day.`,
    },
  ];
}

/** The number of days of a month (1-12), in the Gregorian calendar. */
export function daysInMonth(year: number, month: number): number {
  const lastDay = new Date(0);
  lastDay.setUTCFullYear(year, month, 0);
  return lastDay.getUTCDate();
}

function picksDateIn(year: number, month: number, fields: DateFields): boolean {
  const { dayOfMonth, dayOfWeek } = fields;
  const length = daysInMonth(year, month);
  if (dayOfMonth.kind === "nearest-weekday") return dayOfMonth.day <= length;
  if (dayOfMonth.kind === "listed") return dayOfMonth.items.some((item) => item.first <= length);
  if (dayOfWeek.kind !== "nth") return true;
  const firstWeekday = new Date(Date.UTC(year, month - 1, 1)).getUTCDay() + 1;
  const firstSuch = 1 + ((dayOfWeek.weekday - firstWeekday + 7) % 7);
  return firstSuch + 7 * (dayOfWeek.nth - 1) <= length;
}
