import type { Complaint } from "../../problem.ts";

/** What the two day fields come to, where both are more than `*`. */
interface BothDays {
  readonly everyDay: boolean;
  readonly everyWeekday: boolean;
  /** An AWS cron expression for the likely meaning, such as the first Monday of the month. */
  readonly nth: string | undefined;
}

/**
 * The complaint about five fields that restrict the day of the month and the day of the week.
 * Cron then fires on days that match either (the POSIX crontab that GitHub's documentation refers
 * to says so), and AWS cron has no way to say it.
 */
export function complaintAboutBothDays(
  [minute, hour, dayOfMonth, month, dayOfWeek]: readonly string[],
  { everyDay, everyWeekday, nth }: BothDays,
): Complaint {
  const onDays = `${minute} ${hour} ${dayOfMonth} ${month} *`;
  const onWeekdays = `${minute} ${hour} * ${month} ${dayOfWeek}`;
  const daily = `${minute} ${hour} * ${month} *`;
  const twoEntries = `Write two schedule entries, "${onDays}" and "${onWeekdays}"; a day that both match then starts two runs`;
  const likely = nth === undefined ? "" : `, or ${nth} if both were meant to match`;
  const every = everyDay ? dayOfMonth : dayOfWeek;
  const narrower = everyDay ? onWeekdays : onDays;
  const oneEntry = `Write "${narrower}", or "${daily}" for every day: ${every} names every day, and either field is enough`;
  return {
    path: [],
    message:
      "Both the day-of-month field and the day-of-week field name days: five fields then fire on days that match either, which one AWS cron expression cannot say.",
    found: `day-of-month ${dayOfMonth} and day-of-week ${dayOfWeek}`,
    allowed: "* in the day-of-month field or in the day-of-week field",
    mend: `${everyDay || everyWeekday ? oneEntry : `${twoEntries}${likely}`}.`,
  };
}
