import { findingsOf } from "../../dispatch/config/issues.ts";
import { readScheduleExpression } from "../../dispatch/config/schedule-expression.ts";
import { schedule } from "../../dispatch/config/schedule-schema.ts";
import type { Schedule } from "../../dispatch/config.ts";
import type { Checked, Complaint } from "../../dispatch/problem.ts";
import type { ScheduleEntry } from "./schedule-entries.ts";

/** A schedule as triggers.yaml has it, and the entry of a workflow that it stands for. */
export interface Translation {
  readonly cron: string;
  readonly entry: ScheduleEntry;
  /** In AWS's fields, with the time zone: two schedules with one identity are the same. */
  readonly identity: string;
  readonly schedule: Schedule;
  /** An AWS cron expression that only fires on days that both day fields match, if there is one. */
  readonly bothDays?: string | undefined;
}

/** The identity of a schedule of the config. */
export function identityOf({ expression, timezone }: Schedule): string {
  return `${expression} ${timezone}`;
}

/**
 * What fires when GitHub starts the workflow for an entry. Where both day fields name days, GitHub's
 * cron fires on days that match either, for which AWS cron takes one schedule for each field.
 */
export function translate(entry: ScheduleEntry): Checked<readonly Translation[]> {
  const { cron, timezone } = entry;
  const whole = read(cron, timezone);
  if (whole.value !== undefined) return { value: [translation(cron.trim(), entry, whole.value)] };
  const crons = splitDays(cron).flatMap((part) => {
    const { value } = read(part, timezone);
    return value === undefined ? [] : [translation(part, entry, value)];
  });
  if (crons.length === 0) return { complaints: whole.complaints };
  const bothDays = /cron\([^)]*\)/.exec(whole.complaints[0]?.mend ?? "")?.[0];
  return { value: crons.map((each) => ({ ...each, bothDays })) };
}

function translation(cron: string, entry: ScheduleEntry, schedule: Schedule): Translation {
  return { cron, entry, schedule, identity: identityOf(schedule) };
}

function read(cron: string, timezone: string | undefined): Checked<Schedule> {
  const value = { cron, ...(timezone === undefined ? {} : { timezone }) };
  const { data, error } = schedule.safeParse(value);
  if (data !== undefined) return { value: data };
  const complaints: readonly Complaint[] = findingsOf(error?.issues ?? [], value);
  return { complaints };
}

/** One cron for each day field. A field that names every day is enough by itself for every day. */
function splitDays(cron: string): readonly string[] {
  const [minute, hour, day, month, weekday, ...more] = cron.trim().split(/\s+/);
  if (day === undefined || weekday === undefined || more.length > 0) return [];
  if (namesAnyDay(day) || namesAnyDay(weekday)) return [];
  const daily = `${minute} ${hour} * ${month} *`;
  const parts = [`${minute} ${hour} ${day} ${month} *`, `${minute} ${hour} * ${month} ${weekday}`];
  const [every, ...each] = [daily, ...parts].map((part) => readScheduleExpression(part).value);
  const isDaily = each.some((part) => part && part.expression === every?.expression);
  return isDaily ? [daily] : parts;
}

function namesAnyDay(field: string): boolean {
  return /^\*(?:\/0*1)?$/.test(field);
}
