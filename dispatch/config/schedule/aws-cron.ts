import type { Checked, Complaint } from "../../problem.ts";
import {
  type DayOfMonth,
  type DayOfWeek,
  readAwsItems,
  readDayOfMonth,
  readDayOfWeek,
} from "./aws-cron-days.ts";
import { complaintsAboutDates } from "./cron-calendar.ts";
import { type CronField, type CronItem, valuesOf } from "./cron-field.ts";

/** An AWS cron expression, read: docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html */
export interface AwsCron {
  /** With its `cron(...)`, in AWS's own spelling. */
  readonly expression: string;
  readonly minute: readonly CronItem[];
  readonly hour: readonly CronItem[];
  readonly dayOfMonth: DayOfMonth;
  readonly month: readonly CronItem[];
  readonly dayOfWeek: DayOfWeek;
  readonly year: readonly CronItem[];
}

/** The six fields, as messages show them. */
export const AWS_CRON_FIELDS = "cron(minutes hours day-of-month month day-of-week year)";

const ONLY_FOR_DAYS = { "?": "Write *: ? is for one of the two day fields" };

// That a step is at most 59 in the minute field (and so on): EventBridge refuses cron(*/60 * * * ? *).
export const MINUTE: CronField = {
  name: "minute",
  min: 0,
  max: 59,
  names: [],
  maxStep: 59,
  signs: ", - * /",
  unit: "minutes",
  instead: { ...ONLY_FOR_DAYS, "60": "Write 0 for the full hour" },
};
export const HOUR: CronField = {
  name: "hour",
  min: 0,
  max: 23,
  names: [],
  maxStep: 23,
  signs: ", - * /",
  unit: "hours",
  instead: { ...ONLY_FOR_DAYS, "24": "Write 0 for midnight" },
};
export const MONTH: CronField = {
  name: "month",
  min: 1,
  max: 12,
  names: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"],
  maxStep: 12,
  signs: ", - * /",
  instead: { ...ONLY_FOR_DAYS, "0": "Write 1 for January" },
};
const YEAR: CronField = {
  name: "year",
  min: 1970,
  max: 2199,
  names: [],
  maxStep: 229,
  signs: ", - * /",
  instead: { ...ONLY_FOR_DAYS, L: "Write *, or a year", W: "Write *, or a year" },
};

/** Reads the six fields between the brackets of `cron(...)`, and gives every complaint about them. */
export function readAwsCron(text: string): Checked<AwsCron> {
  const texts = text.trim().split(/\s+/);
  if (texts.length !== 6) return { complaints: [wrongCount(text, texts.length)] };
  const read = readFields(texts);
  const complaints = Object.values(read).flatMap((field) => field.complaints ?? []);
  complaints.push(...complaintsAboutDays(texts), ...complaintsIfNever(read, texts));
  const { value: minute } = read.minute;
  const { value: hour } = read.hour;
  const { value: dayOfMonth } = read.dayOfMonth;
  const { value: month } = read.month;
  const { value: dayOfWeek } = read.dayOfWeek;
  const { value: year } = read.year;
  if (complaints.length > 0 || !minute || !hour || !dayOfMonth || !month || !dayOfWeek || !year) {
    return { complaints };
  }
  const cron = { minute, hour, dayOfMonth, month, dayOfWeek, year };
  return { value: { ...cron, expression: spell(cron) } };
}

function readFields(texts: readonly string[]) {
  const [minute = "", hour = "", dayOfMonth = "", month = "", dayOfWeek = "", year = ""] = texts;
  return {
    minute: readAwsItems(minute, MINUTE),
    hour: readAwsItems(hour, HOUR),
    dayOfMonth: readDayOfMonth(dayOfMonth),
    month: readAwsItems(month, MONTH),
    dayOfWeek: readDayOfWeek(dayOfWeek),
    year: readAwsItems(year, YEAR),
  };
}

/** Spells an AWS cron expression, each field the way it was read. */
function spell(cron: Omit<AwsCron, "expression">): string {
  const fields = Object.values(cron).map((field) =>
    "text" in field ? field.text : field.map((item) => item.text).join(","),
  );
  return `cron(${fields.join(" ")})`;
}

function wrongCount(text: string, count: number): Complaint {
  return {
    path: [],
    message: `cron(...) has ${text.trim() === "" ? 0 : count} fields instead of six.`,
    found: `cron(${text})`,
    allowed: AWS_CRON_FIELDS,
    mend: "Write all six fields, such as cron(30 2 ? * MON-FRI *).",
  };
}

/** AWS wants `?` in exactly one day field: docs.aws.amazon.com/eventbridge/latest/userguide/eb-cron-expressions.html */
function complaintsAboutDays(texts: readonly string[]): Complaint[] {
  const [, , days = "", , weekdays = ""] = texts;
  if ((days === "?") !== (weekdays === "?")) return [];
  const message =
    days === "?"
      ? "The day-of-month field and the day-of-week field are both ?."
      : "Neither the day-of-month field nor the day-of-week field is ?.";
  const found = `day-of-month ${days} and day-of-week ${weekdays}`;
  const allowed = "? in exactly one of the day-of-month field and the day-of-week field";
  return [{ path: [], message, found, allowed, mend: mendOfDays(texts) }];
}

function mendOfDays([minute, hour, days, month, weekdays, year]: readonly string[]): string {
  const spelt = (dayOfMonth = "", dayOfWeek = "") =>
    `cron(${minute} ${hour} ${dayOfMonth} ${month} ${dayOfWeek} ${year})`;
  if (days === "?") return `Write ${spelt("*", "?")} for every day.`;
  if (weekdays === "*") return `Write ${spelt(days, "?")}.`;
  if (days === "*") return `Write ${spelt("?", weekdays)}.`;
  const both = `${spelt(days, "?")} and ${spelt("?", weekdays)}`;
  return `Write two schedule entries, ${both}; a day that both match then starts two runs.`;
}

function complaintsIfNever(
  read: ReturnType<typeof readFields>,
  texts: readonly string[],
): Complaint[] {
  const { value: dayOfMonth } = read.dayOfMonth;
  const { value: dayOfWeek } = read.dayOfWeek;
  if (!dayOfMonth || !dayOfWeek || !read.month.value || !read.year.value) return [];
  if ((dayOfMonth.kind === "any") === (dayOfWeek.kind === "any")) return [];
  const months = valuesOf(read.month.value);
  const years = valuesOf(read.year.value);
  const [, , days, month, weekdays, year] = texts;
  const day = dayOfMonth.kind === "any" ? `day-of-week ${weekdays}` : `day-of-month ${days}`;
  const everyYear = read.year.value.some((item) => item.text === "*");
  const fields = { dayOfMonth, months, dayOfWeek, ...(everyYear ? {} : { years }) };
  return complaintsAboutDates(fields, `${day}, month ${month}, year ${year}`);
}
