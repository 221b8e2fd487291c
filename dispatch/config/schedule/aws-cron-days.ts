import type { Checked, Complaint } from "../../problem.ts";
import { type CronField, type CronItem, complain, readItems, readValue } from "./cron-field.ts";

/** AWS's day-of-month field. `text` is the field as AWS writes it. */
export type DayOfMonth = { readonly text: string } & (
  | { readonly kind: "any" | "last-day" | "last-weekday" }
  | { readonly kind: "nearest-weekday"; readonly day: number }
  | { readonly kind: "listed"; readonly items: readonly CronItem[] }
);

/** AWS's day-of-week field, 1 for Sunday to 7 for Saturday. `text` is the field as AWS writes it. */
export type DayOfWeek = { readonly text: string } & (
  | { readonly kind: "any" }
  | { readonly kind: "nth"; readonly weekday: number; readonly nth: number }
  | { readonly kind: "last"; readonly weekday: number }
  | { readonly kind: "listed"; readonly items: readonly CronItem[] }
);

// The wildcards of each field: docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
// The day-of-week field has no "/" there.
export const DAY_OF_MONTH: CronField = {
  name: "day-of-month",
  min: 1,
  max: 31,
  names: [],
  maxStep: 31,
  signs: ", - * / ? L W",
  unit: "days",
  instead: {
    "0": "Write 1 for the first day, or L for the last one",
    W: "Write the day before W, such as 15W, or LW for the last weekday of the month",
  },
};
export const DAY_OF_WEEK: CronField = {
  name: "day-of-week",
  min: 1,
  max: 7,
  names: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"],
  maxStep: 0,
  signs: ", - * ? L #",
  instead: {
    "0": "Write 1 or SUN for Sunday: AWS counts the days of the week from 1",
    W: "Write MON-FRI for weekdays: W belongs to the day-of-month field",
  },
};

/** Reads AWS's day-of-month field: `?`, `L`, `LW`, `15W`, or a list. */
export function readDayOfMonth(text: string): Checked<DayOfMonth> {
  const upper = text.toUpperCase();
  if (upper === "?") return { value: { kind: "any", text: upper } };
  if (upper === "L") return { value: { kind: "last-day", text: upper } };
  if (upper === "LW") return { value: { kind: "last-weekday", text: upper } };
  const nearest = /^(\d+)W$/.exec(upper);
  if (nearest?.[1] !== undefined) return readNearestWeekday(nearest[1]);
  if (upper.includes(",") && /[LW?]/.test(upper)) {
    return { complaints: [standsAlone(text, DAY_OF_MONTH)] };
  }
  if (/^L-\d+W?$/.test(upper)) return { complaints: [offsetFromLast(text, DAY_OF_MONTH)] };
  return readListedDays(text, DAY_OF_MONTH);
}

/** Reads AWS's day-of-week field: `?`, `L`, `6L`, `3#2`, or a list. */
export function readDayOfWeek(text: string): Checked<DayOfWeek> {
  const upper = text.toUpperCase();
  if (upper === "?") return { value: { kind: "any", text: upper } };
  if (upper === "L") {
    const items = [{ first: 7, last: 7, step: 1, text: "L" }];
    return { value: { kind: "listed", items, text: upper } };
  }
  if (upper.includes(",") && /[L#?]/.test(upper)) {
    return { complaints: [standsAlone(text, DAY_OF_WEEK)] };
  }
  if (/^L-\d+$/.test(upper)) return { complaints: [offsetFromLast(text, DAY_OF_WEEK)] };
  if (upper.includes("#")) return readNthWeekday(text);
  const last = /^([A-Z\d]+)L$/.exec(upper);
  if (last?.[1] !== undefined) return readLastWeekday(last[1]);
  return readListedDays(text, DAY_OF_WEEK);
}

/** A list of days of one of the two fields, in AWS's grammar. */
function readListedDays(
  text: string,
  field: CronField,
): Checked<{ kind: "listed"; items: readonly CronItem[]; text: string }> {
  const { value: items, complaints } = readAwsItems(text, field);
  if (items === undefined) return { complaints };
  const written = items.map((item) => item.text).join(",");
  return { value: { kind: "listed", items, text: written } };
}

/** Reads a list in AWS's grammar, where `*` stands alone. */
export function readAwsItems(text: string, field: CronField): Checked<readonly CronItem[]> {
  const items = readItems(text, field);
  const entries = text.split(",");
  if (items.complaints || entries.length === 1 || !entries.includes("*")) return items;
  return { complaints: [complain(text, field, "lists more than *", "Write *")] };
}

function readNearestWeekday(digits: string): Checked<DayOfMonth> {
  const { value: day, complaints } = readValue(digits, DAY_OF_MONTH);
  if (day === undefined) return { complaints };
  return { value: { kind: "nearest-weekday", day, text: `${day}W` } };
}

function readLastWeekday(token: string): Checked<DayOfWeek> {
  const { value: weekday, complaints } = readValue(token, DAY_OF_WEEK);
  if (weekday === undefined) return { complaints };
  // AWS documents 6L, and FRIL nowhere.
  return { value: { kind: "last", weekday, text: `${weekday}L` } };
}

function readNthWeekday(text: string): Checked<DayOfWeek> {
  const [day = "", nth = "", ...rest] = text.split("#");
  const weekday = readValue(day, DAY_OF_WEEK);
  const complaints = [...(weekday.complaints ?? [])];
  if (rest.length > 0 || !/^0*[1-5]$/.test(nth)) {
    const problem = "does not name the first to the fifth such day of a month";
    const mend = "Write 1 to 5 after #, or L for the last one, such as 6L for the last Friday";
    complaints.push(complain(text, DAY_OF_WEEK, problem, mend, "a weekday, # and 1-5: 3#2"));
  }
  if (weekday.value === undefined || complaints.length > 0) return { complaints };
  const written = `${/^\d/.test(day) ? weekday.value : day.toUpperCase()}#${Number(nth)}`;
  return { value: { kind: "nth", weekday: weekday.value, nth: Number(nth), text: written } };
}

function standsAlone(text: string, field: CronField): Complaint {
  const signs = field.name === "day-of-month" ? "?, L and W" : "?, L and #";
  const problem = `lists several days, where ${signs} have to stand alone`;
  return complain(text, field, problem, "Write one schedule entry for each of them");
}

/** Quartz takes L-3. AWS's documentation has only L, so what EventBridge makes of it is unknown. */
function offsetFromLast(text: string, field: CronField): Complaint {
  const problem = "counts back from the last day, which AWS does not document";
  const mend =
    field.name === "day-of-month"
      ? "Write L for the last day, LW for the last weekday, or a day that every month has (1-28)"
      : "Write L for Saturday, or 6L for the last Friday of the month";
  return complain(text, field, problem, mend);
}
