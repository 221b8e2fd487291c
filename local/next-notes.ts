import type { Schedule } from "../dispatch/config.ts";
import type { NextTimes } from "./next.ts";
import { scheduleTimes } from "./schedule-times.ts";
import { readWallTime, wallTimeAt } from "./zone-time.ts";

/**
 * What the times of a schedule don't tell by themselves, in sentences.
 *
 * @param from the first instant that counts.
 */
export function notesOn(next: NextTimes, from: Date): readonly string[] {
  return [
    pausedNote(next),
    rateNote(next, from),
    oneTimeNote(next),
    startNote(next, from),
    windowNote(next),
    repeatedHourNote(next, from),
    endNote(next, from),
  ].filter((note) => note !== undefined);
}

function pausedNote({ schedule, rows }: NextTimes): string | undefined {
  if (schedule.enabled) return undefined;
  const times = rows.length === 0 ? "" : " These are the times that it would have.";
  return `Paused: it has enabled: false, and does not fire.${times}`;
}

function rateNote({ schedule: { kind, start } }: NextTimes, from: Date): string | undefined {
  if (kind !== "rate") return undefined;
  if (start !== undefined && new Date(start) > from) {
    return `It counts from its start, ${instant(new Date(start))}.`;
  }
  const atOnce = "AWS fires it for the first time when it is deployed";
  return `It counts from the deployment: shown as if it were deployed at ${instant(from)}. ${atOnce}.`;
}

/** docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html */
function oneTimeNote({ schedule: { kind, start, end } }: NextTimes): string | undefined {
  if (kind !== "at" || (start === undefined && end === undefined)) return undefined;
  return "EventBridge Scheduler ignores the start and the end of at(...).";
}

function startNote({ schedule: { kind, start } }: NextTimes, from: Date): string | undefined {
  if (kind !== "cron" || start === undefined || new Date(start) <= from) return undefined;
  return `It starts at ${instant(new Date(start))}.`;
}

/** docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-flexible-time-windows.html */
function windowNote({ schedule }: NextTimes): string | undefined {
  const minutes = schedule["flexible-window"];
  if (minutes === undefined) return undefined;
  const within = minutes === 1 ? "the minute" : `the ${minutes} minutes`;
  return `It has a flexible-window: AWS fires it within ${within} after each time.`;
}

/** That nothing comes in what the clocks show twice, where there is no time whose mark would tell it. */
function repeatedHourNote({ schedule, rows }: NextTimes, from: Date): string | undefined {
  const { kind, timezone } = schedule;
  if (kind !== "cron") return undefined;
  const reading = readWallTime(wallTimeAt(from, timezone), timezone);
  if (reading.kind !== "repeated") return undefined;
  const { change, time, second } = reading;
  const [early, late] = [change.to, change.from].map((wall) => wall.slice(11, 16));
  if (from >= second) {
    if (!firesBetween(schedule, time, change.at)) return undefined;
    return `Clocks have just gone back. They show the time from ${early} to ${late} again, in which it does not fire again.`;
  }
  const isMarked = rows.some(
    (row) => row.kind === "fires" && row.repeated?.at.getTime() === change.at.getTime(),
  );
  const first = readWallTime(change.to, timezone);
  if (isMarked || first.kind !== "repeated") return undefined;
  if (!firesBetween(schedule, first.time, from)) return undefined;
  const back = `Clocks go back from ${late} to ${early} at ${instant(change.at)}: what is between comes twice.`;
  return `${back} EventBridge runs it once; AWS does not say which time. Here it is the first, which has passed.`;
}

function firesBetween(schedule: Schedule, start: Date, end: Date): boolean {
  const [next] = scheduleTimes(schedule, start, start);
  return next?.kind === "fires" && next.time < end;
}

function endNote(next: NextTimes, from: Date): string | undefined {
  const { rows, ends, omitted, schedule } = next;
  if (!ends) return undefined;
  const { kind, end } = schedule;
  if (kind === "at") return rows.length > 0 ? oneTimeEnd(next) : "Its time has passed.";
  if (end !== undefined && new Date(end) < from) return `It ended at ${instant(new Date(end))}.`;
  const what = rows.some((row) => row.kind === "fires") ? "Then never again" : "It never fires";
  if (omitted > 0) return `${what}: ${omitted} more of its times do not exist either.`;
  return end === undefined ? `${what}.` : `${what}: it ends at ${instant(new Date(end))}.`;
}

/** What is documented for a time that does not exist is that of a cron. */
function oneTimeEnd({ rows }: NextTimes): string | undefined {
  if (rows.some((row) => row.kind === "fires")) return undefined;
  return "It never fires, if EventBridge treats it as it does a cron: AWS does not say.";
}

/** `2027-03-28 00:59 UTC`, with the seconds if there are any. */
export function instant(time: Date): string {
  return `${clock(time.toISOString().slice(0, 19))} UTC`;
}

/** `2027-03-28 02:30`, with the seconds if there are any. */
export function clock(wall: string): string {
  return wall.replace("T", " ").replace(/:00$/, "");
}
