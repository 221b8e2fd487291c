import type { Schedule } from "../../dispatch/config.ts";
import { type ScheduleTime, scheduleTimes } from "../schedule-times.ts";
import { type ClockChange, offsetAt, type WallTime } from "../zone-time.ts";

/** A time of a schedule that the clocks of its zone never show, or show twice. */
export interface OddTime {
  readonly wall: WallTime;
  readonly change: ClockChange;
  /** How many times of the schedule the change skips or repeats. */
  readonly count: number;
  /** Whether the schedule also fires at the time that the clocks go to. */
  readonly firesAfter: boolean;
}

/** The first such times of a schedule in the coming years; undefined where there are none. */
export interface OddTimes {
  readonly skipped: OddTime | undefined;
  readonly repeated: OddTime | undefined;
}

const day = 86_400_000;
/** A date such as 28 March is the day of the change only every few years. */
const days = 10 * 366;

const knownTimes = new Map<string, OddTimes>();

/** Looks for the times of a schedule on the days on which the clocks of its zone change. */
export function oddTimesOf(schedule: Schedule, now: Date): OddTimes {
  const key = `${schedule.expression} ${schedule.timezone} ${now.getTime()}`;
  const times = knownTimes.get(key) ?? findOddTimes(schedule, now);
  knownTimes.set(key, times);
  return times;
}

function findOddTimes(schedule: Schedule, now: Date): OddTimes {
  const found: { skipped?: OddTime; repeated?: OddTime } = {};
  for (const from of changingDays(schedule.timezone, now)) {
    const times = timesBetween(schedule, from, new Date(from.getTime() + day));
    for (const time of times) {
      const change = changeOf(time);
      if (change === undefined) continue;
      const { length: count } = times.filter((other) => changeOf(other)?.to === change.to);
      const firesAfter = times.some(({ kind, wall }) => kind === "fires" && wall === change.to);
      const odd = { wall: time.wall, change, count, firesAfter };
      if (time.kind === "skipped") found.skipped ??= odd;
      else found.repeated ??= odd;
    }
    if (found.skipped !== undefined && found.repeated !== undefined) break;
  }
  return { skipped: found.skipped, repeated: found.repeated };
}

function changeOf(time: ScheduleTime): ClockChange | undefined {
  return time.kind === "skipped" ? time.change : time.repeated;
}

function timesBetween(schedule: Schedule, from: Date, until: Date): readonly ScheduleTime[] {
  const times: ScheduleTime[] = [];
  for (const time of scheduleTimes(schedule, from, from)) {
    if ((time.kind === "fires" ? time.time : time.change.at) > until) break;
    times.push(time);
  }
  return times;
}

const knownDays = new Map<string, readonly Date[]>();

/** The instants after which the clocks of a zone change within a day. */
function changingDays(timezone: string, now: Date): readonly Date[] {
  const key = `${timezone} ${now.getTime()}`;
  const before = knownDays.get(key);
  if (before !== undefined) return before;
  const starts = Array.from({ length: days }, (_, index) => new Date(now.getTime() + index * day));
  const offsets = starts.map((start) => offsetAt(start, timezone));
  const changing = starts.filter(
    (_, index) => (offsets[index + 1] ?? offsets[index]) !== offsets[index],
  );
  knownDays.set(key, changing);
  return changing;
}
