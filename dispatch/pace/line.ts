import { hour, minute, nextFree, type Pace, usedInHour, type Windows } from "./windows.ts";

/** The places that are given away to those that wait: so many, one after another, since a time. */
export type Line = {
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly places: number;
  /** How many there are before the hour is used up. */
  readonly most: number;
};

export const emptyLine: Line = { from: 0, places: 0, most: 0 };

/** Milliseconds for which places are given away: a message can't wait longer in one go. */
export const horizon = 10 * 60 * 60 * 1000;

/** When the last one in the line may go, in milliseconds since the epoch. */
export function lastPlace({ from, places }: Line, pace: Pace): number {
  return from + (places * minute.length) / pace["per-minute"];
}

/** The line with one place more: as close to the others as the minute allows, until an hour's are given away. */
export function lengthen(line: Line, windows: Windows, pace: Pace, now: number): Line {
  const from = nextFree(windows, pace, now);
  if (lastPlace(line, pace) < from) {
    const left = pace["per-hour"] - usedInHour(windows, now);
    return { from, places: 1, most: left > 0 ? left : pace["per-hour"] };
  }
  if (line.places < line.most) return { ...line, places: line.places + 1 };
  return { from: line.from + hour.length, places: 1, most: pace["per-hour"] };
}
