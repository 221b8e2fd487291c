/**
 * What the clocks of a zone show, to the second: `2027-03-28T02:30:00`. The order of such texts is that
 * of the clocks, which in autumn is not that of the instants.
 */
export type WallTime = string;

/** That the clocks of a zone go from one time to another. */
export interface ClockChange {
  readonly at: Date;
  /** What they would have shown at that instant. */
  readonly from: WallTime;
  /** What they show in place of it. */
  readonly to: WallTime;
}

/** The instants at which the clocks of a zone show a time. */
export type Reading =
  | { readonly kind: "once"; readonly time: Date }
  /** They never do, as they go forward past it. */
  | { readonly kind: "skipped"; readonly change: ClockChange }
  /** They do twice, as they go back; `time` is the first. */
  | {
      readonly kind: "repeated";
      readonly time: Date;
      readonly second: Date;
      readonly change: ClockChange;
    };

const second = 1000;
const day = 86_400_000;

/** What the clocks of a zone show at an instant. */
export function wallTimeAt(time: Date, timezone: string): WallTime {
  return written(shownAt(time.getTime(), timezone));
}

/** How far the clocks of a zone are ahead of UTC at an instant: `+10:30`. */
export function offsetAt(time: Date, timezone: string): string {
  const minutes = Math.round(offset(time.getTime(), timezone) / 60_000);
  const [hours, rest] = [Math.trunc(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${minutes < 0 ? "-" : "+"}${twoDigits(hours)}:${twoDigits(rest)}`;
}

/** The instants of a time that the clocks of a zone may show once, twice or never. */
export function readWallTime(wall: WallTime, timezone: string): Reading {
  const shown = Date.parse(`${wall}Z`);
  // No zone is a day away from UTC, so one of these is before the time's instants, and one after.
  const [before, after] = [shown - day, shown + day];
  const offsets = new Set([before, after].map((time) => offset(time, timezone)));
  const [time, later] = [...offsets]
    .map((ahead) => shown - ahead)
    .filter((instant) => shownAt(instant, timezone) === shown)
    .sort((a, b) => a - b);
  if (time === undefined) {
    return { kind: "skipped", change: changeBetween(before, after, timezone) };
  }
  if (later === undefined) return { kind: "once", time: new Date(time) };
  const change = changeBetween(time, later, timezone);
  return { kind: "repeated", time: new Date(time), second: new Date(later), change };
}

/** The change of the clocks between two instants of which the second has another offset. */
function changeBetween(before: number, after: number, timezone: string): ClockChange {
  const old = offset(before, timezone);
  let [low, high] = [before, after];
  while (high - low > second) {
    const middle = Math.floor((low + high) / 2 / second) * second;
    if (offset(middle, timezone) === old) low = middle;
    else high = middle;
  }
  return { at: new Date(high), from: written(high + old), to: written(shownAt(high, timezone)) };
}

function offset(time: number, timezone: string): number {
  return shownAt(time, timezone) - Math.floor(time / second) * second;
}

/** What the clocks of a zone show at an instant, as the instant at which those of UTC show it. */
function shownAt(time: number, timezone: string): number {
  const numbers = formatOf(timezone).format(time).match(/\d+/g) ?? [];
  const [month = 1, date = 1, year = 0, ...clock] = numbers.map(Number);
  const [hour, minute, seconds] = clock;
  return Date.UTC(year, month - 1, date, hour, minute, seconds);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format takes far longer than using it. */
function formatOf(timezone: string): Intl.DateTimeFormat {
  const known = formats.get(timezone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat("en-US", {
    ...{ timeZone: timezone, hourCycle: "h23" },
    ...{ year: "numeric", month: "2-digit", day: "2-digit" },
    ...{ hour: "2-digit", minute: "2-digit", second: "2-digit" },
  });
  formats.set(timezone, format);
  return format;
}

function written(shown: number): WallTime {
  return new Date(shown).toISOString().slice(0, 19);
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
