import { nearest } from "../../dispatch/config/nearest.ts";
import type { Config, Trigger } from "../../dispatch/config.ts";
import { isWorkflowId, type Target, targetOf } from "../../dispatch/github/target.ts";
import { workflowLabel } from "../../dispatch/trigger.ts";
import type { FindInFolder, InFolder } from "../workflow/in-folder.ts";
import type { InputDefinition } from "../workflow/input-definitions.ts";

/** What is known of the workflow that a trigger starts. */
export interface KnownWorkflow {
  /** What it is, for people: `acme/storefront/deploy.yml@main`. */
  readonly label: string;
  /** The path of its file, where there is one. */
  readonly file?: string;
  /** Its inputs; undefined where they are not known. */
  readonly inputs: readonly InputDefinition[] | undefined;
  /** Why they are not known. */
  readonly why?: string;
}

/**
 * Looks the workflow of each route's trigger up.
 *
 * @param find finds workflow files in a folder; a text says why there is none.
 */
export async function knownWorkflows(
  config: Config,
  find: FindInFolder | string,
): Promise<ReadonlyMap<string, KnownWorkflow>> {
  const called = Object.entries(config.triggers).filter(([, { on }]) => on.http !== undefined);
  const known = called.map(async ([name, trigger]) => {
    const target = targetOf(trigger, config);
    return [name, await look(trigger, target, find)] as const;
  });
  return new Map(await Promise.all(known));
}

async function look(
  trigger: Trigger,
  target: Target,
  find: FindInFolder | string,
): Promise<KnownWorkflow> {
  const label = workflowLabel(trigger);
  if (typeof find === "string") return { label, inputs: undefined, why: find };
  const found = await find(target);
  if (found.missing !== undefined) {
    return { label, inputs: undefined, why: whyMissing(found, target) };
  }
  const { content, path: file } = found;
  if ("failure" in content) {
    return { label, file, inputs: undefined, why: `${file} can't be parsed: ${content.failure}` };
  }
  return content.dispatchable
    ? { label, file, inputs: content.inputs }
    : { label, file, inputs: undefined, why: `${file} has no workflow_dispatch trigger` };
}

type Missing = Exclude<InFolder, { missing?: never }>;

function whyMissing({ missing, known }: Missing, { repository, workflow, ref }: Target): string {
  switch (missing) {
    case "repository":
      return `the folder has no such repository${nearestOf(repository, known)}`;
    case "workflow":
      return isWorkflowId(workflow)
        ? "it is named by its id, which GitHub alone knows"
        : `the folder has no such file${nearestOf(workflow, known)}`;
    case "ref":
      return `the folder has no such ref${nearestOf(ref, known)}`;
    case "file at the ref":
      return `the folder has no such file at that ref${nearestOf(workflow, known)}`;
  }
}

function nearestOf(word: string, known: readonly string[]): string {
  const meant = nearest(word, known);
  return meant === undefined ? "" : `; the nearest is ${meant}`;
}
