import type { NextRow, NextTimes, SkippedTimes } from "./next.ts";
import { clock, instant, notesOn } from "./next-notes.ts";
import { alignRows, printable, wrap } from "./terminal.ts";
import { offsetAt, type WallTime } from "./zone-time.ts";

type Fires = Exclude<NextRow, SkippedTimes>;

/** The next times of schedules as text. @param from the instant that relative times count from. */
export function nextPage(all: readonly NextTimes[], from: Date): string {
  const blocks = all.map((next) =>
    [
      ...headingOf(next),
      ...linesOf(next, from),
      ...notesOn(next, from).flatMap((note) => wrap(note, "  ")),
    ].join("\n"),
  );
  return [`from ${instant(from)}`, ...blocks].join("\n\n");
}

function headingOf({ trigger, schedule }: NextTimes): readonly string[] {
  const { cron, expression, timezone } = schedule;
  const written = printable(cron);
  const title = [trigger, written, timezone].join("  ");
  const wrapped = wrap(title, "");
  return [
    ...(wrapped.length === 1 ? [title] : wrapped),
    ...(written === expression ? [] : wrap(`in AWS: ${expression}`, "  ")),
  ];
}

function linesOf({ rows, schedule: { kind, timezone } }: NextTimes, from: Date): readonly string[] {
  const cells = rows.map((row) => (row.kind === "fires" ? cellsOf(row, timezone, from) : []));
  const aligned = alignRows(cells);
  return rows.flatMap((row, index) => {
    if (row.kind === "skipped") return [`  ${skippedLine(row, kind)}`];
    const mark = markOf(row, rows[index - 1]);
    return [`  ${aligned[index]}`, ...(mark === undefined ? [] : wrap(mark, "    "))];
  });
}

function cellsOf({ time, wall }: Fires, timezone: string, from: Date): readonly string[] {
  const ahead = relative(time.getTime() - from.getTime());
  if (timezone === "UTC") return [`${withDay(wall)} UTC`, ahead];
  return [`${withDay(wall)} ${offsetAt(time, timezone)}`, instant(time), ahead];
}

function skippedLine({ first, last, count, change }: SkippedTimes, kind: string): string {
  const clocks = `clocks go ${span(change.from, change.to)}`;
  if (kind === "at") return `${withDay(first)}  does not exist: ${clocks}; skipped, as a cron is`;
  if (count === 1) return `${withDay(first)}  does not exist: ${clocks}; EventBridge skips it`;
  const times = `${withDay(first)}-${clock(last).slice(11)}`;
  const all = count === 2 ? "both" : `all ${count}`;
  return `${times}  do not exist: ${clocks}; EventBridge skips ${all}`;
}

/** What to say of a time that comes twice; it holds for the next ones of the same change too. */
function markOf({ repeated }: Fires, previous: NextRow | undefined): string | undefined {
  if (repeated === undefined) return undefined;
  const isSame =
    previous?.kind === "fires" && previous.repeated?.at.getTime() === repeated.at.getTime();
  if (isSame) return undefined;
  const back = `Clocks go back ${span(repeated.from, repeated.to)}: what is between comes twice.`;
  return `${back} EventBridge runs it once; AWS does not say which time, this is the first.`;
}

function span(from: WallTime, to: WallTime): string {
  const [start, end] = [from, to].map((wall) => clock(wall).slice(11));
  return `from ${start} to ${end}`;
}

/** `Sun 2027-03-28 02:30` */
function withDay(wall: WallTime): string {
  const names = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
  return `${names[new Date(`${wall}Z`).getUTCDay()]} ${clock(wall)}`;
}

/** `in 5 h`, `in 2 d 3 h`: what is less than the two largest units is left out. */
function relative(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds === 0) return "now";
  const units = [
    [Math.floor(seconds / 86_400), "d"],
    [Math.floor(seconds / 3600) % 24, "h"],
    [Math.floor(seconds / 60) % 60, "min"],
    [seconds % 60, "s"],
  ] as const;
  const largest = units.findIndex(([value]) => value > 0);
  const told = units.slice(largest, largest + 2).filter(([value]) => value > 0);
  return `in ${told.map(([value, unit]) => `${value} ${unit}`).join(" ")}`;
}
