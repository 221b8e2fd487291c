import type { InputDefinition } from "../workflow/input-definitions.ts";
import { isNeeded } from "../workflow/input-form.ts";
import { type Compared, compare, isOf } from "./compare.ts";
import type { Draft, KnownTrigger } from "./draft.ts";
import { type Inserted, insertAll, insertSchedules, insertTrigger } from "./insert.ts";
import { triggerNameFor } from "./names.ts";
import { type Surroundings, surroundingsIn, type Target } from "./target.ts";
import type { Translation } from "./translate.ts";
import type { NewTrigger } from "./trigger-lines.ts";
import type { ScheduledWorkflow } from "./workflows.ts";

/** What was written for a workflow. */
export interface Merged extends Compared {
  /** The name of the trigger; undefined where nothing was to write. */
  readonly trigger?: string;
  /** Whether the trigger was there before. */
  readonly isExtended?: boolean;
  /** The workflow's inputs that the trigger gives no value. */
  readonly ungiven: readonly InputDefinition[];
}

/** Why schedules can't be written. */
export interface Blocked {
  readonly draft?: never;
  readonly problem: string;
  /** What the user may write into the file instead. */
  readonly lines?: readonly string[];
}

/** The file with a workflow's schedules in it, or why they can't be written. */
export type Merge =
  | { readonly draft: Draft; readonly merged: Merged; readonly problem?: never }
  | Blocked;

/** Writes those of a workflow's schedules that no trigger has yet. */
export function merge(
  draft: Draft,
  workflow: ScheduledWorkflow,
  target: Target,
  translations: readonly Translation[],
): Merge {
  const own = draft.triggers.filter((trigger) => isOf(trigger, workflow, target));
  const compared = compare(translations, own);
  const { added } = compared;
  if (added.length === 0) return { draft, merged: { ...compared, ungiven: [] } };
  const written = extend(draft, own, workflow, added) ?? create(draft, workflow, target, added);
  if (written.problem !== undefined) return written;
  const { draft: next, ...rest } = written;
  return { draft: next, merged: { ...compared, ...rest } };
}

/** A draft with schedules in a trigger. */
interface Written extends Pick<Merged, "ungiven"> {
  readonly draft: Draft;
  readonly trigger: string;
  readonly isExtended: boolean;
  readonly problem?: never;
}

/** Puts schedules into the first trigger whose list takes them. */
function extend(
  draft: Draft,
  own: readonly KnownTrigger[],
  workflow: ScheduledWorkflow,
  added: readonly Translation[],
): Written | undefined {
  for (const trigger of own) {
    const { name, inputs } = trigger;
    if (trigger.schedules.length === 0) continue;
    const text = insertSchedules(draft.text, name, added);
    if (text === undefined) continue;
    const schedules = [...trigger.schedules, ...added.map(({ identity }) => ({ identity }))];
    const triggers = draft.triggers.map((one) => (one === trigger ? { ...one, schedules } : one));
    const ungiven = inputs ? workflow.inputs.filter((one) => !inputs.includes(one.name)) : [];
    return { draft: { ...draft, text, triggers }, trigger: name, isExtended: true, ungiven };
  }
  return undefined;
}

function create(
  draft: Draft,
  { file, inputs: ungiven }: ScheduledWorkflow,
  target: Target,
  added: readonly Translation[],
): Written | Blocked {
  const taken = draft.triggers.map((trigger) => trigger.name);
  const name = triggerNameFor(file, taken);
  const keys = keysOf(target, draft.surroundings);
  const missing = ungiven.filter(isNeeded);
  const trigger = { name, schedules: added, ...keys, workflow: file, missing };
  const inserted = insert(draft, trigger, target);
  if (inserted.problem !== undefined) return inserted;
  const { text } = inserted;
  const { repository, ref } = target;
  const schedules = added.map(({ identity }) => ({ identity }));
  const created = { name, repository, ref, workflow: file, schedules, inputs: [] };
  const surroundings = draft.surroundings.isEmpty ? surroundingsIn(text) : draft.surroundings;
  const next = { text, surroundings, triggers: [...draft.triggers, created] };
  return { draft: next, trigger: name, isExtended: false, ungiven };
}

/** The parts of a target that the file's defaults don't say already. */
function keysOf({ repository, ref, credential }: Target, { defaults, isEmpty }: Surroundings) {
  const usual = isEmpty ? { repository, ref, credential } : defaults;
  const isUsual = String(usual.repository).toLowerCase() === repository.toLowerCase();
  return {
    repository: isUsual ? undefined : repository,
    ref: usual.ref === ref ? undefined : ref,
    credential: (usual.credential ?? "default") === credential ? undefined : credential,
  };
}

function insert({ text, surroundings }: Draft, trigger: NewTrigger, target: Target): Inserted {
  if (!surroundings.isEmpty) return insertTrigger(text, trigger);
  const { repository, ref, credential } = target;
  const named = credential === "default" ? undefined : credential;
  return { text: insertAll(text, credential, { repository, ref, credential: named }, trigger) };
}
