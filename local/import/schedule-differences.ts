import { readAwsCron } from "../../dispatch/config/schedule/aws-cron.ts";
import { valuesOf } from "../../dispatch/config/schedule/cron-field.ts";
import { type OddTime, oddTimesOf } from "./clock-changes.ts";
import type { Difference } from "./differences.ts";
import type { Translation } from "./translate.ts";

type Found = Omit<Difference, "about">;

/**
 * What differs for one schedule.
 *
 * @param all those of the same trigger.
 */
export function scheduleDifferences(
  translation: Translation,
  all: readonly Translation[],
  now: Date,
): readonly Found[] {
  const isFirst = all.find(({ entry }) => entry === translation.entry) === translation;
  const days = isFirst ? twoDayFields(translation) : [];
  return [...days, ...clockChanges(translation, now), ...tooOften(translation)];
}

/**
 * That days match either: pubs.opengroup.org/onlinepubs/9699919799/utilities/crontab.html, which GitHub's
 * documentation refers to, and which has no steps. Of fields that begin with *, Vixie cron takes days that
 * match both: man7.org/linux/man-pages/man5/crontab.5.html.
 */
function twoDayFields({ entry, cron, bothDays }: Translation): readonly Found[] {
  const text = entry.cron.trim();
  if (text === cron) return [];
  const [, , day = "", , weekday = ""] = text.split(/\s+/);
  const isOpen = day.startsWith("*/") || weekday.startsWith("*/");
  const meaning = isOpen
    ? "one of them with */. GitHub does not document whether such a day has to match both or either (Vixie cron takes both)"
    : "and GitHub runs it on days that match either";
  const message = `"${entry.cron}" names days in both day fields, ${meaning}.`;
  if (/^\S+ \S+ \* \S+ \*$/.test(cron)) {
    const mend = isOpen ? onlyBoth(bothDays, "it") : "Nothing is to do";
    return [{ message: `${message} Here either comes to "${cron}".`, mend: `${mend}.` }];
  }
  return [
    {
      message: `${message} They have become two entries, and on a day that both match two runs start.`,
      mend: `${onlyBoth(bothDays, "the two")}; else choose days that don't coincide.`,
    },
  ];
}

/** AWS wants ? in one of the day fields: docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html */
function onlyBoth(bothDays: string | undefined, entries: string): string {
  const only = "If only days that match both were meant,";
  if (bothDays !== undefined) return `${only} write ${bothDays} in place of ${entries}`;
  return `${only} AWS cron can't say it: keep one field's days, and test the other's in the workflow`;
}

function clockChanges({ schedule, entry: { timezone } }: Translation, now: Date): readonly Found[] {
  if (timezone === undefined) return [];
  const { skipped, repeated } = oddTimesOf(schedule, now);
  return [
    ...(skipped === undefined ? [] : [inSpring(skipped, timezone)]),
    ...(repeated === undefined ? [] : [inAutumn(repeated, timezone)]),
  ];
}

/**
 * GitHub advances to the next time that exists:
 * docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onschedule.
 * EventBridge Scheduler skips the time: docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html.
 */
function inSpring({ wall, change, count, firesAfter }: OddTime, timezone: string): Found {
  const [from, to] = [clock(change.from), clock(change.to)];
  const what = count === 1 ? "it" : `it and ${count - 1} more`;
  const less = count === 1 ? "there is one run less" : `there are ${count} runs less`;
  const effect = firesAfter ? `but this schedule has ${to} as well` : `so ${less}`;
  return {
    message: `${spoken(wall)} does not exist in ${timezone}: the clocks go from ${from} to ${to}. GitHub advances the run to ${to}; EventBridge Scheduler skips ${what}, ${effect}.`,
    mend: `Choose a time that is not from ${from} to ${to}, or leave timezone out: UTC skips nothing.`,
  };
}

/** docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html; GitHub's documentation leaves it open. */
function inAutumn({ wall, change }: OddTime, timezone: string): Found {
  const [from, to] = [clock(change.from), clock(change.to)];
  return {
    message: `${spoken(wall)} comes twice in ${timezone}: the clocks go from ${from} back to ${to}. EventBridge Scheduler runs it once; GitHub doesn't say what it does.`,
    mend: `If that matters, choose a time that is not from ${to} to ${from}.`,
  };
}

/** GitHub's shortest interval: docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#schedule */
const shortest = 5;

function tooOften({ schedule, cron }: Translation): readonly Found[] {
  const { value } = readAwsCron(/^cron\((.*)\)$/.exec(schedule.expression)?.[1] ?? "");
  if (value === undefined) return [];
  const minutes = valuesOf(value.minute);
  const hours = valuesOf(value.hour);
  const followsOn = hours.some((hour) => hours.includes((hour + 1) % 24));
  const next = followsOn ? [(minutes[0] ?? 0) + 60] : [];
  const isTooOften = [...minutes, ...next].some(
    (minute, index, all) => minute - (all[index - 1] ?? Number.NEGATIVE_INFINITY) < shortest,
  );
  if (!isTooOften) return [];
  const runs = `${minutes.length} ${minutes.length === 1 ? "run" : "runs"} within an hour`;
  return [
    {
      message: `GitHub runs a schedule every ${shortest} minutes at most. EventBridge Scheduler runs it as it is written: ${runs}.`,
      mend: lessOften(cron),
    },
  ];
}

function lessOften(cron: string): string {
  const [minute = "", ...rest] = cron.split(/\s+/);
  const step = /^\*(?:\/(\d+))?$/.exec(minute);
  if (step === null || Number(step[1] ?? 1) >= shortest) {
    return `Leave out minutes that are less than ${shortest} apart.`;
  }
  return `Write "*/${shortest} ${rest.join(" ")}" to have it as often as GitHub.`;
}

function spoken(wall: string): string {
  return wall.slice(0, 16).replace("T", " ");
}

function clock(wall: string): string {
  return wall.slice(11, 16);
}
