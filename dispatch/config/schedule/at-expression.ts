import type { Checked, Complaint } from "../../problem.ts";
import { daysInMonth } from "./cron-calendar.ts";

const ALLOWED = "at(yyyy-mm-ddThh:mm:ss), the time of day in the schedule's timezone";
const DATE_AND_TIME =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:([T\s]+)(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?(\.\d+)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2}|[a-z_]+\/[\w/+-]+)?$/i;

/**
 * Reads what stands between the brackets of `at(...)`, a date and a time without an offset:
 * docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#one-time
 */
export function readAt(text: string): Checked<string> {
  const match = DATE_AND_TIME.exec(text.trim());
  if (match === null) {
    const message = "at(...) holds no date and time.";
    return { complaints: [complain(message, text, "Write, for example, at(2027-01-31T09:00:00)")] };
  }
  const [year = "", month = "", day = "", , hour = "0", minute = "0", second = "0"] =
    match.slice(1);
  const parts = [year, month, day, hour, minute, second].map((part) => part.padStart(2, "0"));
  const mended = `${parts.slice(0, 3).join("-")}T${parts.slice(3).join(":")}`;
  const numbers = parts.map(Number);
  const complaints = complaintsAboutParts(text, numbers);
  if (complaints.length === 0 && mended !== text.trim()) {
    complaints.push(notInForm(text, mended, match[9]));
  }
  return complaints.length > 0 ? { complaints } : { value: `at(${mended})` };
}

function complaintsAboutParts(text: string, numbers: readonly number[]): Complaint[] {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = numbers;
  const length = month >= 1 && month <= 12 ? daysInMonth(year, month) : 31;
  const parts = [
    { name: "month", value: month, min: 1, max: 12 },
    { name: "day", value: day, min: 1, max: length },
    { name: "hour", value: hour, min: 0, max: 23 },
    { name: "minute", value: minute, min: 0, max: 59 },
    { name: "second", value: second, min: 0, max: 59 },
  ];
  return parts
    .filter(({ value, min, max }) => value < min || value > max)
    .map(({ name, value, min, max }) => {
      const message = `The ${name} of at(...) is ${value}, and no such ${name} exists${name === "day" ? " in that month" : ""}.`;
      return complain(message, text, `Write ${min} to ${max} for the ${name}`);
    });
}

function notInForm(text: string, mended: string, zone: string | undefined): Complaint {
  if (zone === undefined) {
    return complain(`at(...) wants a full date and time.`, text, `Write at(${mended})`);
  }
  const utc = /^(?:Z|UTC)$/i.test(zone) ? "timezone: UTC" : "the name of the zone as timezone";
  const timezone = zone.includes("/") ? `timezone: ${zone}` : utc;
  const mend = `Write at(${mended}), and beside it ${timezone}`;
  return complain("at(...) takes no zone of its own.", text, mend);
}

function complain(message: string, text: string, mend: string): Complaint {
  return { path: [], message, found: `at(${text})`, allowed: ALLOWED, mend: `${mend}.` };
}
