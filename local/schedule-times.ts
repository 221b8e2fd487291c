import { Cron } from "croner";
import { readScheduleExpression } from "../dispatch/config/schedule-expression.ts";
import type { Schedule } from "../dispatch/config.ts";
import { cronerPattern } from "./croner-pattern.ts";
import { type ClockChange, readWallTime, type WallTime, wallTimeAt } from "./zone-time.ts";

/** A time that a schedule names, in the order of the clocks of its zone. */
export type ScheduleTime =
  | {
      readonly kind: "fires";
      readonly time: Date;
      readonly wall: WallTime;
      /** The clocks show the time twice, and this is the first. */
      readonly repeated?: ClockChange;
    }
  /** The clocks never show the time, so that the schedule does not fire. */
  | { readonly kind: "skipped"; readonly wall: WallTime; readonly change: ClockChange };

/** The last one of AWS's year field: docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html */
const lastOfCron: WallTime = "2199-12-31T23:59:59";
/** Where the years of ISO 8601 end. */
const lastOfRate = Date.parse("9999-12-31T23:59:59Z");

/**
 * The times of a schedule from an instant on, as EventBridge Scheduler keeps them, whether it is enabled
 * or not. In spring it skips a time that doesn't exist, and in autumn it runs one that comes twice only
 * once: docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html. Which of the two it takes is
 * documented nowhere; here it is the first. The times are found one by one as they are taken, and end.
 *
 * @param deployed what a rate counts from, unless its start is later.
 */
export function scheduleTimes(
  schedule: Schedule,
  from: Date,
  deployed: Date,
): IterableIterator<ScheduleTime> {
  switch (schedule.kind) {
    case "cron":
      return cronTimes(schedule, from);
    case "rate":
      return rateTimes(schedule, from, deployed);
    case "at":
      return oneTime(schedule, from);
  }
}

function* cronTimes(schedule: Schedule, from: Date): Generator<ScheduleTime> {
  const { expression, timezone, start, end } = schedule;
  const first = later(from, start);
  for (const wall of wallTimesOf(expression, wallTimeAt(first, timezone))) {
    const entry = readTime(wall, timezone);
    const instant = instantOf(entry);
    if (end !== undefined && instant > new Date(end)) return;
    // Where the clocks have just gone back, what they show again has had its turn.
    if (instant >= first) yield entry;
  }
}

/**
 * The times that a cron names, whatever the zone. Croner works them out in UTC, where clocks don't
 * change: in a zone it moves a time that spring skips, and in autumn runs a step in both hours.
 */
function* wallTimesOf(expression: string, from: WallTime): Generator<WallTime> {
  const cron = new Cron(cronerPattern(expression), { paused: true, utcOffset: 0 });
  let run = cron.nextRun(new Date(Date.parse(`${from}Z`) - 1000));
  while (run !== null) {
    const wall = run.toISOString().slice(0, 19);
    if (wall > lastOfCron) return;
    yield wall;
    run = cron.nextRun(run);
  }
}

/**
 * With no start, a rate fires for the first time when it is deployed, and else at its start:
 * docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#rate-based. infra/schedules.ts
 * leaves out a start that has passed.
 */
function* rateTimes(schedule: Schedule, from: Date, deployed: Date): Generator<ScheduleTime> {
  const { expression, timezone, start, end } = schedule;
  const interval = intervalOf(expression);
  const anchor = later(deployed, start).getTime();
  const last = end === undefined ? lastOfRate : Math.min(Date.parse(end), lastOfRate);
  const past = Math.max(0, Math.ceil((from.getTime() - anchor) / interval));
  for (let time = anchor + past * interval; time <= last; time += interval) {
    const instant = new Date(time);
    yield { kind: "fires", time: instant, wall: wallTimeAt(instant, timezone) };
  }
}

/** In milliseconds. */
function intervalOf(expression: string): number {
  const { value } = readScheduleExpression(expression);
  if (value?.kind !== "rate") throw new Error(`${expression} is no rate`);
  return value.minutes * 60_000;
}

/**
 * EventBridge Scheduler ignores the start and the end of a one-time schedule:
 * docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
 */
function* oneTime({ expression, timezone }: Schedule, from: Date): Generator<ScheduleTime> {
  const entry = readTime(expression.slice("at(".length, -1), timezone);
  if (instantOf(entry) >= from) yield entry;
}

function readTime(wall: WallTime, timezone: string): ScheduleTime {
  const reading = readWallTime(wall, timezone);
  if (reading.kind === "skipped") return { kind: "skipped", wall, change: reading.change };
  const { kind, time } = reading;
  return { kind: "fires", time, wall, ...(kind === "repeated" && { repeated: reading.change }) };
}

/** When something happens, or when it is skipped. */
function instantOf(entry: ScheduleTime): Date {
  return entry.kind === "fires" ? entry.time : entry.change.at;
}

function later(time: Date, start: string | undefined): Date {
  return start !== undefined && new Date(start) > time ? new Date(start) : time;
}
