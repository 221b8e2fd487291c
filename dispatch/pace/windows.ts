/** How many dispatches GitHub takes of one token's user. */
export interface Pace {
  readonly "per-minute": number;
  readonly "per-hour": number;
}

/**
 * What GitHub's documentation allows for requests that create content:
 * docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits.
 */
export const documentedPace: Pace = { "per-minute": 80, "per-hour": 500 };

/** Dispatches counted by the time in which they were let through: [milliseconds since the epoch, count]. */
export type Counts = readonly (readonly [start: number, count: number])[];

/** What was let through lately, in short steps for the minute and in long ones for the hour. */
export interface Windows {
  readonly minute: Counts;
  readonly hour: Counts;
}

/** Milliseconds that a request may be on its way after it was counted. */
export const onItsWay = 2000;

/** A window is a limit's time, the step in which it is counted, and what a request may be on its way. */
export const minute = { step: 2000, length: 60_000 + 2000 + onItsWay };
/** The same for the hour. */
export const hour = { step: 60_000, length: 3_600_000 + 60_000 + onItsWay };

/** How many more may go now. */
export function free({ minute: short, hour: long }: Windows, pace: Pace, now: number): number {
  const inMinute = pace["per-minute"] - total(short, now - minute.length);
  const inHour = pace["per-hour"] - usedInHour({ hour: long }, now);
  return Math.max(0, Math.min(inMinute, inHour));
}

/** How many went in the last hour. */
export function usedInHour({ hour: counts }: Pick<Windows, "hour">, now: number): number {
  return total(counts, now - hour.length);
}

/** When the next may go, in milliseconds since the epoch. */
export function nextFree({ minute: short, hour: long }: Windows, pace: Pace, now: number): number {
  return Math.max(
    freedAt(short, pace["per-minute"], minute.length, now),
    freedAt(long, pace["per-hour"], hour.length, now),
  );
}

/** The windows after some more were let through; what has passed is forgotten. */
export function count(windows: Windows, added: number, now: number): Windows {
  return {
    minute: counted(windows.minute, added, now, minute),
    hour: counted(windows.hour, added, now, hour),
  };
}

function total(counts: Counts, since: number): number {
  return counts.reduce((sum, [start, more]) => (start > since ? sum + more : sum), 0);
}

function freedAt(counts: Counts, limit: number, length: number, now: number): number {
  let over = total(counts, now - length) - limit;
  if (over < 0) return now;
  for (const [start, more] of counts) {
    if (start <= now - length) continue;
    over -= more;
    if (over < 0) return start + length;
  }
  return now + length;
}

function counted(
  counts: Counts,
  added: number,
  now: number,
  { step, length }: { readonly step: number; readonly length: number },
): Counts {
  const kept = counts.filter(([start]) => start > now - length);
  if (added === 0) return kept;
  const start = Math.floor(now / step) * step;
  const last = kept.at(-1);
  if (last === undefined || last[0] < start) return [...kept, [start, added]];
  return [...kept.slice(0, -1), [last[0], last[1] + added]];
}
