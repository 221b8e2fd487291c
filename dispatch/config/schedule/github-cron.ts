import type { Checked, Complaint } from "../../problem.ts";
import { AWS_CRON_FIELDS, HOUR, MINUTE, MONTH, readAwsCron } from "./aws-cron.ts";
import { DAY_OF_MONTH, DAY_OF_WEEK } from "./aws-cron-days.ts";
import { complaintsAboutDates } from "./cron-calendar.ts";
import { type CronField, type CronItem, complain, readItems, valuesOf } from "./cron-field.ts";
import { complaintAboutBothDays } from "./github-cron-days.ts";

// docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#schedule
// gives the values and the operators. That a range may not wrap, that 7 is not Sunday and that a
// step fits into its field: GitHub's own check of workflow files, in @actions/workflow-parser.
const ONLY_IN_AWS = { "?": "Write * in place of ?, which only AWS cron(...) has" };
const GITHUB_MINUTE: CronField = { ...MINUTE, instead: { ...MINUTE.instead, ...ONLY_IN_AWS } };
const GITHUB_HOUR: CronField = { ...HOUR, instead: { ...HOUR.instead, ...ONLY_IN_AWS } };
const GITHUB_MONTH: CronField = { ...MONTH, instead: { ...MONTH.instead, ...ONLY_IN_AWS } };
const GITHUB_DAY_OF_MONTH: CronField = {
  ...DAY_OF_MONTH,
  signs: ", - * /",
  instead: { ...ONLY_IN_AWS, "0": "Write 1 for the first day" },
};
const GITHUB_DAY_OF_WEEK: CronField = {
  ...DAY_OF_WEEK,
  min: 0,
  max: 6,
  maxStep: 6,
  signs: ", - * /",
  instead: {
    ...ONLY_IN_AWS,
    "7": "Write 0 or SUN for Sunday; a range ends at 6, so Friday to Sunday is 0,5-6",
  },
};
const AWS_SIGN = {
  dayOfMonth: /(?:^|,)(?:L(?:-\d+)?|L?W|\d+W)(?:,|$)/i,
  dayOfWeek: /#|(?:^|,)(?:\d|SUN|MON|TUE|WED|THU|FRI|SAT)?L(?:,|$)/i,
};

/**
 * Reads GitHub's five fields and translates them into the AWS cron expression that fires at the
 * same times, or gives every complaint about them.
 */
export function readGithubCron(texts: readonly string[]): Checked<string> {
  const read = readFields(texts);
  const complaints = Object.values(read).flatMap((field) => field.complaints ?? []);
  const { value: days } = read.dayOfMonth;
  const { value: weekdays } = read.dayOfWeek;
  const { value: months } = read.month;
  if (days && weekdays) complaints.push(...complaintsAboutDays(texts, days, weekdays));
  if (days && months) complaints.push(...complaintsIfNever(texts, days, months));
  const { value: minutes } = read.minute;
  const { value: hours } = read.hour;
  if (complaints.length > 0 || !minutes || !hours || !days || !months || !weekdays) {
    return { complaints };
  }
  const time = `${spell(minutes, GITHUB_MINUTE)} ${spell(hours, GITHUB_HOUR)}`;
  const month = spell(months, GITHUB_MONTH);
  const dayOfMonth = isStar(texts[4]) ? spell(days, GITHUB_DAY_OF_MONTH) : "*";
  const dayOfWeek = isStar(texts[2]) ? spell(weekdays, GITHUB_DAY_OF_WEEK) : "*";
  if (dayOfWeek === "*") return { value: `cron(${time} ${dayOfMonth} ${month} ? *)` };
  return { value: `cron(${time} ? ${month} ${dayOfWeek} *)` };
}

function readFields(texts: readonly string[]) {
  const [minute = "", hour = "", dayOfMonth = "", month = "", dayOfWeek = ""] = texts;
  return {
    minute: readItems(minute, GITHUB_MINUTE),
    hour: readItems(hour, GITHUB_HOUR),
    dayOfMonth: AWS_SIGN.dayOfMonth.test(dayOfMonth)
      ? { complaints: [awsSign(dayOfMonth, GITHUB_DAY_OF_MONTH, texts)] }
      : readItems(dayOfMonth, GITHUB_DAY_OF_MONTH),
    month: readItems(month, GITHUB_MONTH),
    dayOfWeek: AWS_SIGN.dayOfWeek.test(dayOfWeek)
      ? { complaints: [awsSign(dayOfWeek, GITHUB_DAY_OF_WEEK, texts)] }
      : readItems(dayOfWeek, GITHUB_DAY_OF_WEEK),
  };
}

/** Whether a day field restricts nothing. One like 1-31 does count as a restriction in cron. */
function isStar(text: string | undefined): boolean {
  return text !== undefined && /^\*(?:\/0*1)?$/.test(text);
}

function coversAll(items: readonly CronItem[], field: CronField): boolean {
  return valuesOf(items).length === field.max - field.min + 1;
}

/**
 * Spells a field in the part of AWS's grammar that its documentation leaves no doubt about: a step
 * only where it stands alone and runs to the end of the field, and else lists and ranges.
 */
function spell(items: readonly CronItem[], field: CronField): string {
  if (coversAll(items, field)) return "*";
  // AWS numbers the days of the week from 1, GitHub from 0.
  const isWeekday = field.name === "day-of-week";
  const values = valuesOf(items).map((value) => (isWeekday ? value + 1 : value));
  const [only, ...others] = items;
  const runsToEnd = others.length === 0 && only?.last === field.max && only.step > 1;
  if (runsToEnd && values.length > 1 && !isWeekday) return `${only.first}/${only.step}`;
  return runsOf(values).map(spellRun).join(",");
}

/** Ascending values, cut into runs of neighbours. */
function runsOf(values: readonly number[]): number[][] {
  const runs: number[][] = [];
  for (const value of values) {
    const run = runs.at(-1);
    if (run?.at(-1) === value - 1) run.push(value);
    else runs.push([value]);
  }
  return runs;
}

function spellRun(run: readonly number[]): string {
  return run.length > 2 ? `${run[0]}-${run.at(-1)}` : run.join(",");
}

function complaintsAboutDays(
  texts: readonly string[],
  days: readonly CronItem[],
  weekdays: readonly CronItem[],
): Complaint[] {
  const everyDay = coversAll(days, GITHUB_DAY_OF_MONTH);
  const everyWeekday = coversAll(weekdays, GITHUB_DAY_OF_WEEK);
  if (isStar(texts[2]) || isStar(texts[4]) || (everyDay && everyWeekday)) return [];
  const { expression: nth } = nthWeekday(texts, days, weekdays);
  return [complaintAboutBothDays(texts, { everyDay, everyWeekday, nth })];
}

/** The AWS cron for "the nth such weekday", which a week of days and one weekday are often meant to say. */
function nthWeekday(
  texts: readonly string[],
  days: readonly CronItem[],
  weekdays: readonly CronItem[],
): { readonly expression?: string } {
  const [week, ...more] = days;
  const [weekday, ...others] = valuesOf(weekdays);
  if (week === undefined || weekday === undefined || more.length + others.length > 0) return {};
  const isWeek = week.first % 7 === 1 && week.last === week.first + 6 && week.step === 1;
  if (!isWeek) return {};
  return inAwsCron(texts, "?", `${weekday + 1}#${(week.first + 6) / 7}`);
}

function complaintsIfNever(
  texts: readonly string[],
  days: readonly CronItem[],
  months: readonly CronItem[],
): Complaint[] {
  if (!isStar(texts[4])) return [];
  const fields = {
    dayOfMonth: { kind: "listed", items: days, text: "" },
    months: valuesOf(months),
    dayOfWeek: { kind: "any", text: "?" },
  } as const;
  return complaintsAboutDates(fields, `day-of-month ${texts[2]}, month ${texts[3]}`);
}

function awsSign(text: string, field: CronField, texts: readonly string[]): Complaint {
  const [days = "", weekdays = ""] = [texts[2], texts[4]];
  const shifted = weekdays.replace(/\d+(?=[L#])/gi, (digits) => String(Number(digits) + 1));
  const { expression } =
    field === GITHUB_DAY_OF_MONTH
      ? inAwsCron(texts, days, isStar(weekdays) || weekdays === "?" ? "?" : weekdays)
      : inAwsCron(texts, isStar(days) || days === "?" ? "?" : days, shifted);
  const mend = `Write it as AWS cron: ${expression ?? `${AWS_CRON_FIELDS}, with ? in the other day field`}`;
  return complain(text, field, "is AWS cron, which GitHub's five fields do not know", mend);
}

/** The five fields as an AWS cron expression with other day fields, if that makes a valid one. */
function inAwsCron(
  texts: readonly string[],
  dayOfMonth: string,
  dayOfWeek: string,
): { readonly expression?: string } {
  const [minute = "", hour = "", , month = ""] = texts;
  const fields = [readItems(minute, MINUTE), readItems(hour, HOUR), readItems(month, MONTH)];
  const [minutes, hours, months] = fields.map((field) => field.value);
  if (!minutes || !hours || !months) return {};
  const time = `${spell(minutes, MINUTE)} ${spell(hours, HOUR)}`;
  const cron = readAwsCron(`${time} ${dayOfMonth} ${spell(months, MONTH)} ${dayOfWeek} *`);
  return cron.value === undefined ? {} : { expression: cron.value.expression };
}
