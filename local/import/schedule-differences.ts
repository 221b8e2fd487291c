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
  const parts = all.filter(({ entry }) => entry === translation.entry);
  const days = parts[0] === translation ? twoDayFields(translation, parts.length > 1) : [];
  return [...days, ...clockChanges(translation, now), ...tooOften(translation)];
}

/** pubs.opengroup.org/onlinepubs/9699919799/utilities/crontab.html, which GitHub's documentation refers to. */
function twoDayFields({ entry, cron, bothDays }: Translation, isSplit: boolean): readonly Found[] {
  if (entry.cron.trim() === cron) return [];
  const message = `"${entry.cron}" names days in both day fields, and GitHub runs it on days that match either.`;
  if (!isSplit) {
    return [{ message: `${message} Here that comes to "${cron}".`, mend: "Nothing is to do." }];
  }
  const both = bothDays === undefined ? "a cron(...) of AWS" : bothDays;
  return [
    {
      message: `${message} They have become two entries, and on a day that both match two runs start.`,
      mend: `If only days that match both were meant, write ${both} in place of the two; else choose days that don't coincide.`,
    },
  ];
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
function inSpring({ wall, change, firesAfter }: OddTime, timezone: string): Found {
  const [from, to] = [clock(change.from), clock(change.to)];
  const effect = firesAfter ? `but this schedule has ${to} as well` : "so there is one run less";
  return {
    message: `${spoken(wall)} does not exist in ${timezone}: the clocks go from ${from} to ${to}. GitHub advances the run to ${to}; EventBridge Scheduler skips it, ${effect}.`,
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
  const rest = cron.split(/\s+/).slice(1).join(" ");
  return [
    {
      message: `GitHub runs a schedule every ${shortest} minutes at most. EventBridge Scheduler runs it as it is written: ${minutes.length} ${minutes.length === 1 ? "run" : "runs"} an hour.`,
      mend: `Write "*/${shortest} ${rest}" to have it as often as GitHub.`,
    },
  ];
}

function spoken(wall: string): string {
  return wall.slice(0, 16).replace("T", " ");
}

function clock(wall: string): string {
  return wall.slice(11, 16);
}
