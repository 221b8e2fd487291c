import { formatProblems } from "../../dispatch/problem.ts";
import { type Translation, translate } from "./translate.ts";
import type { ScheduledWorkflow } from "./workflows.ts";

/** A workflow's schedules as triggers.yaml has them, and what is to be said about the others. */
export interface Translations {
  readonly translations: readonly Translation[];
  /** The problems of those that can't be translated. */
  readonly refusal: string | undefined;
  /** What is said about schedules that the workflow has twice. */
  readonly twice: readonly string[];
}

/** Translates what can be translated of a workflow's schedules. */
export function translateAll(workflow: ScheduledWorkflow): Translations {
  const { path, entries } = workflow;
  const read = entries.map((entry) => ({ entry, ...translate(entry) }));
  const problems = read.flatMap(({ entry: { line, column }, complaints = [] }, index) =>
    complaints.map((each) => ({
      ...each,
      path: ["on", "schedule", index, ...each.path],
      line,
      column,
    })),
  );
  const translations = read.flatMap(({ value = [] }) => value);
  return {
    translations,
    twice: twiceIn(path, translations),
    refusal: problems.length === 0 ? undefined : formatProblems(path, problems),
  };
}

function twiceIn(path: string, translations: readonly Translation[]): readonly string[] {
  return translations.flatMap(({ identity, entry: { line }, cron }, index) => {
    const first = translations.find((other) => other.identity === identity);
    if (first === undefined || translations.indexOf(first) === index) return [];
    return `${path}:${line}: "${cron}" is the schedule of line ${first.entry.line} again, and is written once.`;
  });
}
