import type { Config, Schedule } from "../dispatch/config.ts";
import { type ScheduleTime, scheduleTimes } from "./schedule-times.ts";
import type { ClockChange, WallTime } from "./zone-time.ts";

/** Which times are told of. */
export interface NextQuery {
  readonly triggers: readonly string[];
  /** The first instant that counts, at which a rate is deployed. */
  readonly from: Date;
  /** How often each schedule fires in what is told. */
  readonly count: number;
}

/** The next times of a schedule. */
export interface NextTimes {
  readonly trigger: string;
  readonly schedule: Schedule;
  readonly rows: readonly NextRow[];
  /** Whether it never fires after these. */
  readonly ends: boolean;
  /** How many times more there are, none of which exists. */
  readonly omitted: number;
}

/** A time at which a schedule fires, or neighbouring ones that do not exist. */
export type NextRow = Exclude<ScheduleTime, Skipped> | SkippedTimes;

type Skipped = Extract<ScheduleTime, { readonly kind: "skipped" }>;

export interface SkippedTimes {
  readonly kind: "skipped";
  readonly first: WallTime;
  readonly last: WallTime;
  readonly count: number;
  readonly change: ClockChange;
}

/** The next times of each schedule of some triggers, of those that are not enabled too. */
export function nextTimes(
  { triggers }: Config,
  { triggers: names, from, count }: NextQuery,
): readonly NextTimes[] {
  return names.flatMap((trigger) =>
    (triggers[trigger]?.on.schedule ?? []).map((schedule) => ({
      ...{ trigger, schedule },
      ...takeTimes(scheduleTimes(schedule, from, from), count),
    })),
  );
}

/** Takes one more than are told of, to know whether there are more. */
function takeTimes(
  times: Iterable<ScheduleTime>,
  count: number,
): Pick<NextTimes, "rows" | "ends" | "omitted"> {
  const rows: NextRow[] = [];
  let fires = 0;
  for (const time of times) {
    if (time.kind === "skipped") addSkipped(rows, time);
    else if (fires === count) return { ...untilFiring(rows, 0), ends: false, omitted: 0 };
    else {
      rows.push(time);
      fires += 1;
    }
  }
  return { ...untilFiring(rows, count), ends: true };
}

function addSkipped(rows: NextRow[], { wall, change }: Skipped): void {
  const previous = rows.at(-1);
  if (previous?.kind !== "skipped" || previous.change.at.getTime() !== change.at.getTime()) {
    rows.push({ kind: "skipped", first: wall, last: wall, count: 1, change });
  } else {
    rows.splice(-1, 1, { ...previous, last: wall, count: previous.count + 1 });
  }
}

/** The rows to the last one that fires, and some of those that are skipped after it. */
function untilFiring(rows: readonly NextRow[], more: number): Pick<NextTimes, "rows" | "omitted"> {
  const told = rows.slice(0, rows.findLastIndex(({ kind }) => kind === "fires") + 1 + more);
  const left = rows.slice(told.length).map((row) => (row.kind === "skipped" ? row.count : 0));
  return { rows: told, omitted: left.reduce((sum, count) => sum + count, 0) };
}
