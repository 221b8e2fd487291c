import { stringify } from "yaml";
import { printable } from "../terminal.ts";
import type { InputDefinition } from "../workflow/input-definitions.ts";
import type { Layout } from "./layout.ts";
import type { Translation } from "./translate.ts";

/** A trigger to write. What the file's defaults say already is undefined. */
export interface NewTrigger {
  readonly name: string;
  readonly schedules: readonly Translation[];
  readonly repository: string | undefined;
  readonly ref: string | undefined;
  readonly credential: string | undefined;
  readonly workflow: string;
  /** The inputs that nobody has given a value. */
  readonly missing: readonly InputDefinition[];
}

/** A text as YAML writes it on one line: quoted where it has to be. */
export function scalar(text: string): string {
  return stringify(text, { lineWidth: 0 }).trimEnd();
}

/** The lines of a trigger, whose name stands in a column. */
export function triggerLines(
  trigger: NewTrigger,
  column: number,
  layout: Layout,
): readonly string[] {
  const { step, dash } = layout;
  const pad = (steps: number) => " ".repeat(column + steps * step);
  const { repository, ref, credential, workflow } = trigger;
  const keys = Object.entries({ repository, ref, credential, workflow }).flatMap(([key, value]) =>
    value === undefined ? [] : [`${pad(1)}${key}: ${scalar(value)}`],
  );
  return [
    `${pad(0)}${scalar(trigger.name)}:`,
    `${pad(1)}on:`,
    `${pad(2)}schedule:`,
    ...scheduleLines(trigger.schedules, column + 2 * step + dash),
    ...keys,
    ...inputLines(trigger.missing, column + step, step),
  ];
}

/** The lines of entries of a list of schedules, whose dashes stand in a column, with their comments. */
export function scheduleLines(
  schedules: readonly Translation[],
  column: number,
  behindDash = 2,
): readonly string[] {
  const pad = " ".repeat(column);
  return schedules.flatMap(({ cron, entry }, index) => {
    // One entry of a workflow may have become two.
    const isFirst = schedules.findIndex((other) => other.entry === entry) === index;
    const isLast = schedules.findLastIndex((other) => other.entry === entry) === index;
    const comments = (lines: readonly string[]) => lines.map((line) => `${pad}#${line}`);
    const beside = (comment: string | undefined) =>
      isFirst && comment !== undefined ? ` #${comment}` : "";
    const cronLine = `${pad}-${" ".repeat(behindDash - 1)}cron: ${JSON.stringify(cron)}`;
    const timezone = `${pad}${" ".repeat(behindDash)}timezone: ${scalar(entry.timezone ?? "")}`;
    return [
      ...(isFirst ? comments(entry.above) : []),
      cronLine + beside(entry.beside),
      ...(entry.timezone === undefined ? [] : [timezone + beside(entry.besideTimezone)]),
      ...(isLast ? comments(entry.below) : []),
    ];
  });
}

function inputLines(
  missing: readonly InputDefinition[],
  column: number,
  step: number,
): readonly string[] {
  if (missing.length === 0) return [];
  const pad = " ".repeat(column);
  return [
    `${pad}# The workflow requires these inputs, and has no default for them: give them values.`,
    `${pad}# inputs:`,
    ...missing.map(
      (input) => `${pad}# ${" ".repeat(step)}${printable(input.name)}: (${formOf(input)})`,
    ),
  ];
}

/** What an input may be, for people, on one line. */
export function formOf({ type, options }: InputDefinition): string {
  return printable(type === "choice" ? `one of ${options.join(", ")}` : type);
}
