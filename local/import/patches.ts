import { dispatchPatch } from "./dispatch-patch.ts";
import type { ScheduledWorkflow } from "./workflows.ts";

/** What workflows lack to be dispatched. */
export interface Patches {
  readonly patches: readonly Patch[];
  /** Of the workflows that no patch can be made for, what to do. */
  readonly unpatched: readonly string[];
}

/** A unified diff for the files below a folder. */
export interface Patch {
  readonly root: string;
  readonly patch: string;
}

/** Makes the patches for those workflows that can't be dispatched yet. */
export async function patchesFor(workflows: readonly ScheduledWorkflow[]): Promise<Patches> {
  const lacking = workflows.filter(({ dispatchable }) => !dispatchable);
  const patches = new Map<string, string>();
  const unpatched: string[] = [];
  for (const workflow of lacking) {
    const { patch, problem } = await dispatchPatch(workflow);
    const { root } = workflow.repository;
    if (problem === undefined) patches.set(root, (patches.get(root) ?? "") + patch);
    else unpatched.push(problem);
  }
  return { patches: [...patches].map(([root, patch]) => ({ root, patch })), unpatched };
}
