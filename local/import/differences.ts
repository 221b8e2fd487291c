import type { InputDefinition } from "../workflow/input-definitions.ts";
import { isNeeded } from "../workflow/input-form.ts";
import type { Merged } from "./merge.ts";
import { scheduleDifferences } from "./schedule-differences.ts";
import { formOf } from "./trigger-lines.ts";
import type { ScheduledWorkflow } from "./workflows.ts";

/** Something that is otherwise once EventBridge Scheduler starts the workflow in GitHub's place. */
export interface Difference {
  /** `FILE:LINE`, and the schedule if it is about one. */
  readonly about: string;
  readonly message: string;
  readonly mend: string;
}

/** What differs for the schedules that were written for a workflow, and for the workflow itself. */
export function differencesOf(
  workflow: ScheduledWorkflow,
  { added, ungiven, trigger = "" }: Merged,
  now: Date,
): readonly Difference[] {
  if (added.length === 0) return [];
  const { path } = workflow;
  const ofSchedules = added.flatMap((translation) => {
    const { line, cron, timezone = "" } = translation.entry;
    const about = [`${path}:${line}`, cron.trim(), timezone].join("  ").trimEnd();
    return scheduleDifferences(translation, added, now).map((each) => ({ about, ...each }));
  });
  const ofInputs = [requiredInputs(ungiven, trigger), defaultInputs(ungiven, trigger)];
  const about = `${path}:${workflow.firstLine}`;
  return [
    ...ofSchedules,
    ...eventName(workflow),
    ...ofInputs.flatMap((found) => (found === undefined ? [] : { about, ...found })),
  ];
}

/** The run's event is the one that has started it: docs.github.com/en/actions/reference/workflows-and-actions/contexts#github-context */
function eventName({ path, text }: ScheduledWorkflow): readonly Difference[] {
  const lines = text
    .split(/\r?\n/)
    .flatMap((line, index) => (asksForEvent(line) ? [index + 1] : []));
  if (lines.length === 0) return [];
  const where = `${lines.length === 1 ? "Line" : "Lines"} ${lines.join(", ")}`;
  return [
    {
      about: `${path}:${lines[0]}`,
      message: `${where} of the workflow ask${lines.length === 1 ? "s" : ""} for the event. It will be workflow_dispatch in place of schedule, and github.event.schedule will be empty.`,
      mend: "Add an input such as source to workflow_dispatch, give it a value under the trigger's inputs (source: schedule, or ${{ schedule.cron }}), and ask for inputs.source.",
    },
  ];
}

function asksForEvent(line: string): boolean {
  if (/^\s*#/.test(line)) return false;
  if (/\bgithub\.event\.schedule\b/i.test(line)) return true;
  const isName = /\bgithub(\.event_name\b|\[\s*['"]event_name)|\bGITHUB_EVENT_NAME\b/i.test(line);
  return isName && /\b(schedule|workflow_dispatch)\b/.test(line);
}

/** GitHub's answer: `Required input 'x' not provided` (docs.github.com/en/rest/actions/workflows). */
function requiredInputs(
  ungiven: readonly InputDefinition[],
  trigger: string,
): Omit<Difference, "about"> | undefined {
  const missing = ungiven.filter(isNeeded);
  if (missing.length === 0) return undefined;
  const names = missing.map((input) => `${input.name} (${formOf(input)})`).join(", ");
  return {
    message: `workflow_dispatch requires inputs that have no default: ${names}. A scheduled run of GitHub got along without them; a dispatch without them is refused.`,
    mend: `Give them values under inputs of the trigger ${trigger}, or a default in the workflow.`,
  };
}

/**
 * A dispatch has the defaults of inputs that it leaves out (docs.github.com/en/rest/actions/workflows),
 * and a scheduled run has no inputs at all (github.com/orgs/community/discussions/122299).
 */
function defaultInputs(
  ungiven: readonly InputDefinition[],
  trigger: string,
): Omit<Difference, "about"> | undefined {
  const filled = ungiven.filter(({ default: value }) => value);
  if (filled.length === 0) return undefined;
  const names = filled.map((input) => `${input.name} (${input.default})`).join(", ");
  return {
    message: `A dispatch fills in the defaults of inputs: ${names}. In GitHub's scheduled run they were empty.`,
    mend: `Where the run is to do something else than its default says, give the input a value under inputs of the trigger ${trigger}.`,
  };
}
