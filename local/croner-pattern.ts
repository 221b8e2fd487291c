import { type AwsCron, readAwsCron } from "../dispatch/config/schedule/aws-cron.ts";
import type { DayOfWeek } from "../dispatch/config/schedule/aws-cron-days.ts";
import type { CronItem } from "../dispatch/config/schedule/cron-field.ts";

/**
 * The croner pattern (second, minute, hour, day-of-month, month, day-of-week, year) that fires at
 * the same times as an AWS `cron(...)`. Croner counts the days of the week from 0 for Sunday, takes
 * steps only behind `*` or a range, and writes the last Friday `5#L`; as one day field is always
 * `*`, it does not matter how `domAndDow` is set.
 *
 * @throws if the text is not a valid AWS cron expression
 */
export function cronerPattern(awsCron: string): string {
  const fields = /^cron\((.*)\)$/.exec(awsCron)?.[1] ?? awsCron;
  const { value: cron, complaints } = readAwsCron(fields);
  if (complaints) throw new Error(`${awsCron}: ${complaints[0]?.message}`);
  return [
    "0",
    listOf(cron.minute),
    listOf(cron.hour),
    dayOfMonth(cron),
    listOf(cron.month),
    dayOfWeek(cron.dayOfWeek),
    listOf(cron.year),
  ].join(" ");
}

function dayOfMonth({ dayOfMonth: field }: AwsCron): string {
  if (field.kind === "any") return "*";
  return field.kind === "listed" ? listOf(field.items) : field.text;
}

function dayOfWeek(field: DayOfWeek): string {
  if (field.kind === "any") return "*";
  if (field.kind === "nth") return `${field.weekday - 1}#${field.nth}`;
  if (field.kind === "last") return `${field.weekday - 1}#L`;
  return listOf(field.items, -1);
}

function listOf(items: readonly CronItem[], shift = 0): string {
  return items.map((item) => spell(item, shift)).join(",");
}

function spell({ first, last, step, text }: CronItem, shift: number): string {
  if (text === "*") return text;
  if (first === last) return String(first + shift);
  const range = `${first + shift}-${last + shift}`;
  return step === 1 ? range : `${range}/${step}`;
}
