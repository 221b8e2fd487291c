import type { NextRow, NextTimes } from "./next.ts";
import { notesOn } from "./next-notes.ts";
import { offsetAt } from "./zone-time.ts";

/** The next times of schedules as JSON, for programs. @param from the first instant that counts. */
export function nextJson(all: readonly NextTimes[], from: Date): string {
  const entries = all.map((next) => ({
    trigger: next.trigger,
    ...next.schedule,
    from,
    times: next.rows.map((row) => timeOf(row, next.schedule.timezone)),
    ends: next.ends,
    notes: notesOn(next, from),
  }));
  return JSON.stringify(entries, null, 2);
}

function timeOf(row: NextRow, timezone: string) {
  if (row.kind === "skipped") {
    const { first, last, count, change } = row;
    return { fires: false, mark: "skipped", wall: first, last, count, change };
  }
  const { time, wall, repeated } = row;
  const mark = repeated === undefined ? {} : { mark: "repeated", change: repeated };
  return { fires: true, time, wall, offset: offsetAt(time, timezone), ...mark };
}
