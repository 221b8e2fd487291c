import { readConfig } from "../../dispatch/config.ts";
import { type Difference, differencesOf } from "./differences.ts";
import { type Draft, draftOf } from "./draft.ts";
import { type Blocked, type Merged, merge } from "./merge.ts";
import { type Patches, patchesFor } from "./patches.ts";
import { problemOf } from "./read-back.ts";
import { type FoundTarget, type Target, targetOf } from "./target.ts";
import type { TargetOptions } from "./target-options.ts";
import type { Translation } from "./translate.ts";
import { type Translations, translateAll } from "./translate-all.ts";
import type { FoundWorkflows, ScheduledWorkflow } from "./workflows.ts";

/** What is imported, and from where. */
export interface Import extends FoundWorkflows {
  /** The file of triggers; nothing if there is none yet. */
  readonly text: string | undefined;
  readonly options: TargetOptions;
  readonly now: Date;
}

/** What an import comes to. Nothing is written yet. */
export interface Imported extends Patches {
  /** The file of triggers with what was imported. */
  readonly text: string;
  readonly results: readonly Result[];
  readonly differences: readonly Difference[];
  /** What was assumed, and what the file has without starting anything. */
  readonly notes: readonly string[];
  /** What could not be imported, each with the reason. */
  readonly refusals: readonly string[];
}

/** What was written for a workflow. */
export interface Result extends Merged {
  readonly workflow: ScheduledWorkflow;
}

/** An import, or why there can be none. */
export type ImportResult =
  | { readonly imported: Imported; readonly unusable?: never; readonly blocked?: never }
  /** The arguments leave something open. */
  | { readonly imported?: never; readonly unusable: string; readonly blocked?: never }
  /** The file of triggers can't take what was to be imported. */
  | { readonly imported?: never; readonly unusable?: never; readonly blocked: string };

/** Works out what the file of triggers becomes with the schedules of workflows. */
export async function importSchedules(request: Import): Promise<ImportResult> {
  const { workflows, options, now } = request;
  const { config } = readConfig(request.text ?? "");
  const before = draftOf(request.text ?? "", config, now);
  const found = workflows.map((workflow) => targetOf(workflow, options, before.surroundings));
  const unusable = found.find(({ problem }) => problem !== undefined)?.problem;
  if (unusable !== undefined) return { unusable };
  const translated = workflows.map(translateAll);
  const { text, results, blocks } = mergeAll(before, workflows, (index) => ({
    target: found[index]?.target,
    translations: translated[index]?.translations ?? [],
  }));
  const isNew = results.some(({ added }) => added.length > 0);
  const problem = blocks.length > 0 || !isNew ? undefined : problemOf(text, config, results);
  if (problem !== undefined) blocks.push({ problem });
  if (blocks.length > 0) return { blocked: blockedBy(blocks) };
  const differences = results.flatMap((result) => differencesOf(result.workflow, result, now));
  const patches = await patchesFor(results.map(({ workflow }) => workflow));
  const notes = [...(isNew ? notesOn(found, translated) : []), ...results.flatMap(notesOnIdle)];
  const refusals = refusalsOf(request, translated);
  return { imported: { text, results, differences, notes, refusals, ...patches } };
}

function notesOn(
  found: readonly FoundTarget[],
  translated: readonly Translations[],
): readonly string[] {
  const assumed = found.flatMap(({ target }) => target?.notes ?? []);
  return [...new Set([...assumed, ...translated.flatMap(({ twice }) => twice)])];
}

function notesOnIdle({ idle, workflow: { path } }: Result): readonly string[] {
  return idle.map(({ cron, entry, trigger, reason }) => {
    const whole = entry.cron.trim() === cron ? "It" : `"${entry.cron}"`;
    return `${path}:${entry.line}: ${trigger} has "${cron}", ${reason}. ${whole} stays with GitHub.`;
  });
}

function refusalsOf(
  { failures }: FoundWorkflows,
  translated: readonly Translations[],
): readonly string[] {
  const unread = failures.map(({ path, reason }) => `${path}: ${reason}`);
  return [...unread, ...translated.flatMap(({ refusal = [] }) => refusal)];
}

/** Writes one workflow after the other. What blocks one doesn't hide what the others would need. */
function mergeAll(
  before: Draft,
  workflows: readonly ScheduledWorkflow[],
  planFor: (index: number) => {
    readonly target: Target | undefined;
    readonly translations: readonly Translation[];
  },
) {
  const results: Result[] = [];
  const blocks: Blocked[] = [];
  let draft = before;
  for (const [index, workflow] of workflows.entries()) {
    const { target, translations } = planFor(index);
    if (target === undefined || translations.length === 0) continue;
    const result = merge(draft, workflow, target, translations);
    if (result.draft === undefined) {
      blocks.push(result);
      continue;
    }
    results.push({ workflow, ...result.merged });
    draft = result.draft;
  }
  return { text: draft.text, results, blocks };
}

function blockedBy(blocks: readonly Blocked[]): string {
  const problems = [...new Set(blocks.map(({ problem }) => problem))];
  const lines = blocks.flatMap((block) => ["", ...(block.lines ?? [])]);
  return ["Nothing is written.", ...problems, ...lines].join("\n").trimEnd();
}
