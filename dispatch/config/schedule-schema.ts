import { z } from "zod";
import type { Checked, Complaint } from "../problem.ts";
import { block, read } from "./blocks.ts";
import { editorPatterns } from "./editor-patterns.ts";
import { quote } from "./rules.ts";
import { readScheduleExpression } from "./schedule-expression.ts";

const instant = read(z.string(), readInstant).meta(editorPatterns.instant);

/** One schedule: GitHub's `cron` and `timezone`, and what EventBridge Scheduler has besides. */
export const schedule = read(
  block({
    cron: read(z.string(), (text) => withText(text)).meta({
      ...editorPatterns.cron,
      description:
        "When: GitHub's five cron fields, or AWS cron(...), rate(...) or at(yyyy-mm-ddThh:mm:ss).",
      examples: ["30 2 * * 1-5", "rate(6 hours)", "cron(0 8 ? * 2#1 *)"],
    }),
    timezone: read(z.string(), readTimezone)
      .optional()
      .meta({
        ...editorPatterns.timezone,
        description: "The IANA time zone that the times are in. Left out: UTC.",
        examples: ["Europe/Paris"],
      }),
    start: instant.optional().meta({
      description: "Nothing starts before this instant (ISO 8601, with Z or an offset).",
      examples: ["2027-01-01T00:00:00Z"],
    }),
    end: instant.optional().meta({
      description: "Nothing starts after this instant (ISO 8601, with Z or an offset).",
      examples: ["2027-12-31T23:59:59Z"],
    }),
    "flexible-window": z
      .int()
      .min(1)
      .max(1440)
      .optional()
      .meta({
        description: "Minutes after the time within which AWS may choose the moment.",
        examples: [15],
      }),
    enabled: z
      .boolean()
      .default(true)
      .meta({
        description: "Whether the schedule runs.",
        examples: [false],
      }),
  }),
  (entry) => {
    const { cron, timezone, ...rest } = entry;
    const complaints = [...timezoneOfRate(entry), ...windowOrder(entry)];
    if (complaints.length > 0) return { complaints };
    return { value: { ...rest, ...cron, timezone: timezone ?? "UTC" } };
  },
);

function withText(text: string) {
  const { value, complaints } = readScheduleExpression(text);
  if (complaints !== undefined) return { complaints };
  return { value: { cron: text.trim(), kind: value.kind, expression: value.expression } };
}

function readTimezone(text: string): Checked<string> {
  const known = knownTimezone(text);
  if (known === text) return { value: text };
  const complaint = {
    path: [],
    message: "There is no such time zone.",
    found: quote(text),
    allowed: "a name of the IANA time zone database, for example Europe/Paris or UTC",
    mend:
      known === undefined
        ? "Look the name up in the column TZ identifier of the list of tz database time zones."
        : `Write ${known}.`,
  };
  return { complaints: [complaint] };
}

/** Looking a time zone up takes longer than all else in a schedule, and a file names few. */
const spellings = new Map<string, string | undefined>();

function knownTimezone(text: string): string | undefined {
  if (!spellings.has(text)) spellings.set(text, lookUpTimezone(text));
  return spellings.get(text);
}

/** The spelling of a time zone's name. JavaScript takes any case and offsets, EventBridge Scheduler neither. */
function lookUpTimezone(text: string): string | undefined {
  if (!/^[A-Za-z]/.test(text)) return undefined;
  try {
    const { timeZone } = new Intl.DateTimeFormat("en", { timeZone: text }).resolvedOptions();
    const isOtherName = timeZone.toLowerCase() !== text.toLowerCase();
    return isOtherName && /^[A-Z]/.test(text) ? text : timeZone;
  } catch {
    return undefined;
  }
}

/** An instant with its offset written out, as EventBridge Scheduler's StartDate and EndDate. */
function readInstant(text: string): Checked<string> {
  const pattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)$/;
  const time = pattern.test(text) && isDate(text.slice(0, 10)) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(time)) return { value: new Date(time).toISOString() };
  return {
    complaints: [
      {
        path: [],
        message: "This is not an instant.",
        found: quote(text),
        allowed: "ISO 8601 with Z or an offset",
        mend: "Write it like 2027-01-01T00:00:00Z.",
      },
    ],
  };
}

/** Whether a text such as `2027-01-31` is a day. Date.parse takes 30 February for 2 March. */
export function isDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

function timezoneOfRate(entry: {
  readonly cron: { readonly kind: string };
  readonly timezone?: string | undefined;
}): readonly Complaint[] {
  if (entry.cron.kind !== "rate" || entry.timezone === undefined) return [];
  return [
    {
      path: ["timezone"],
      message: "A rate has no time of day, so a time zone means nothing to it.",
      found: quote(entry.timezone),
      allowed: "timezone with a cron or at(...)",
      mend: "Remove timezone, or write the times as a cron.",
    },
  ];
}

function windowOrder(entry: {
  readonly start?: string | undefined;
  readonly end?: string | undefined;
}): readonly Complaint[] {
  if (entry.start === undefined || entry.end === undefined || entry.start < entry.end) return [];
  return [
    {
      path: ["end"],
      message: "The schedule ends before it starts.",
      found: `start ${entry.start}, end ${entry.end}`,
      allowed: "an end after the start",
      mend: "Exchange the two, or remove one.",
    },
  ];
}
