import type { Checked } from "../problem.ts";
import { readAt } from "./schedule/at-expression.ts";
import { readAwsCron } from "./schedule/aws-cron.ts";
import {
  brackets,
  fiveInBrackets,
  nickname,
  noneOfTheForms,
  tooLong,
  wrongCount,
  wrongSpelling,
  zoneInText,
} from "./schedule/complaints.ts";
import { readGithubCron } from "./schedule/github-cron.ts";
import { readRate } from "./schedule/rate-expression.ts";

/** When a schedule fires, as an EventBridge Scheduler ScheduleExpression. */
export type ScheduleExpression =
  /** In AWS's six fields, such as `cron(30 2 ? * 2-6 *)`. */
  | { readonly kind: "cron"; readonly expression: string }
  | { readonly kind: "rate"; readonly expression: string; readonly minutes: number }
  | { readonly kind: "at"; readonly expression: string };

/** docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html, ScheduleExpression */
const MAX_LENGTH = 256;

/**
 * Reads the text of a schedule's `cron:` key: GitHub's five fields, or AWS's `cron(...)`, `rate(...)`
 * or `at(...)`. Five fields become the AWS cron that fires at the same times. Gives every complaint
 * about the text; their paths are empty.
 */
export function readScheduleExpression(text: string): Checked<ScheduleExpression> {
  const trimmed = text.trim();
  const checked = readDialect(trimmed);
  const length = checked.value?.expression.length ?? 0;
  if (length <= MAX_LENGTH) return checked;
  return { complaints: [tooLong(trimmed, length, MAX_LENGTH)] };
}

function readDialect(text: string): Checked<ScheduleExpression> {
  const call = /^(cron|rate|at)\s*\((.*)\)$/is.exec(text);
  if (call?.[1] !== undefined && call[2] !== undefined) return readCall(text, call[1], call[2]);
  if (/^(cron|rate|at)\s*\(/i.test(text)) return { complaints: [brackets(text)] };
  if (text.startsWith("@")) return { complaints: [nickname(text)] };
  const fields = text.split(/\s+/);
  const zone = /^(?:CRON_)?TZ=(.*)$/i.exec(fields[0] ?? "")?.[1];
  if (zone !== undefined) return { complaints: [zoneInText(text, zone)] };
  if (!looksLikeFields(fields)) return { complaints: [noneOfTheForms(text)] };
  if (fields.length !== 5) return { complaints: [wrongCount(fields)] };
  const { value: expression, complaints } = readGithubCron(fields);
  return complaints ? { complaints } : { value: { kind: "cron", expression } };
}

function readCall(text: string, word: string, inside: string): Checked<ScheduleExpression> {
  const kind = word.toLowerCase();
  const checked = readInside(kind, inside);
  if (text.startsWith(`${kind}(`)) return checked;
  return { complaints: [wrongSpelling(text, word, inside), ...(checked.complaints ?? [])] };
}

function readInside(kind: string, inside: string): Checked<ScheduleExpression> {
  if (kind === "rate") {
    const { value, complaints } = readRate(inside);
    return complaints ? { complaints } : { value: { kind: "rate", ...value } };
  }
  if (kind === "at") {
    const { value: expression, complaints } = readAt(inside);
    return complaints ? { complaints } : { value: { kind: "at", expression } };
  }
  const fields = inside.trim().split(/\s+/);
  if (fields.length === 5) return { complaints: [fiveInBrackets(fields)] };
  const { value, complaints } = readAwsCron(inside);
  return complaints ? { complaints } : { value: { kind: "cron", expression: value.expression } };
}

/** Whether words are meant as cron fields: at least half of them hold a digit or a wildcard. */
function looksLikeFields(words: readonly string[]): boolean {
  const likely = words.filter((word) => /[\d*?]/.test(word));
  return words.length > 1 && likely.length * 2 >= words.length;
}
