import type { InputDefinition } from "../workflow/input-definitions.ts";
import type { Draft, KnownTrigger } from "./draft.ts";
import { type Inserted, insertAll, insertSchedules, insertTrigger } from "./insert.ts";
import { triggerNameFor } from "./names.ts";
import { type Surroundings, surroundingsIn, type Target } from "./target.ts";
import type { Translation } from "./translate.ts";
import type { NewTrigger } from "./trigger-lines.ts";
import type { ScheduledWorkflow } from "./workflows.ts";

/** What was written for a workflow. */
export interface Merged {
  /** The name of the trigger; undefined where nothing was to write. */
  readonly trigger?: string;
  /** Whether the trigger was there before. */
  readonly isExtended?: boolean;
  readonly added: readonly Translation[];
  /** Required inputs that the trigger gives no value. */
  readonly missing: readonly InputDefinition[];
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
  const known = new Set(own.flatMap(({ identities }) => identities));
  const added = translations.filter(
    ({ identity }, index) =>
      !known.has(identity) && translations.findIndex((one) => one.identity === identity) === index,
  );
  if (added.length === 0) return { draft, merged: { added, missing: [] } };
  return extend(draft, own, workflow, target, added) ?? create(draft, workflow, target, added);
}

/** GitHub takes names of repositories in any case. */
function isOf(trigger: KnownTrigger, { file }: ScheduledWorkflow, { repository }: Target): boolean {
  const isSame = trigger.repository.toLowerCase() === repository.toLowerCase();
  return isSame && trigger.workflow === file;
}

/** Puts schedules into the first trigger whose list takes them, and which runs the same ref. */
function extend(
  draft: Draft,
  own: readonly KnownTrigger[],
  workflow: ScheduledWorkflow,
  { ref }: Target,
  added: readonly Translation[],
): Merge | undefined {
  for (const trigger of own) {
    if (trigger.identities.length === 0 || trigger.ref !== ref) continue;
    const text = insertSchedules(draft.text, trigger.name, added);
    if (text === undefined) continue;
    const identities = [...trigger.identities, ...added.map(({ identity }) => identity)];
    const triggers = draft.triggers.map((one) => (one === trigger ? { ...one, identities } : one));
    const missing = missingInputs(workflow, trigger.inputs);
    const merged = { trigger: trigger.name, isExtended: true, added, missing };
    return { draft: { ...draft, text, triggers }, merged };
  }
  return undefined;
}

function create(
  draft: Draft,
  workflow: ScheduledWorkflow,
  target: Target,
  schedules: readonly Translation[],
): Merge {
  const missing = missingInputs(workflow, []);
  const name = triggerNameFor(
    workflow.file,
    draft.triggers.map((trigger) => trigger.name),
  );
  const keys = keysOf(target, draft.surroundings);
  const trigger = { name, schedules, ...keys, workflow: workflow.file, missing };
  const inserted = insert(draft, trigger, target);
  if (inserted.problem !== undefined) return inserted;
  const { text } = inserted;
  const identities = schedules.map(({ identity }) => identity);
  const { repository, ref } = target;
  const created = { name, repository, ref, workflow: workflow.file, identities, inputs: [] };
  const surroundings = draft.surroundings.isEmpty ? surroundingsIn(text) : draft.surroundings;
  const merged = { trigger: name, isExtended: false, added: schedules, missing };
  return { draft: { text, surroundings, triggers: [...draft.triggers, created] }, merged };
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

function missingInputs(
  { inputs }: ScheduledWorkflow,
  given: readonly string[] | undefined,
): readonly InputDefinition[] {
  return inputs.filter(
    ({ name, required, default: value }) =>
      required && !value && given !== undefined && !given.includes(name),
  );
}
