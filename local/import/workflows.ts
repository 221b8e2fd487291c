import { realpathSync } from "node:fs";
import { basename, dirname, relative } from "node:path";
import { checkWorkflow } from "../../dispatch/config/rules.ts";
import { inputLimits } from "../../dispatch/inputs.ts";
import type { InputDefinition } from "../workflow/input-definitions.ts";
import { parseWorkflowFile } from "../workflow/workflow-file.ts";
import { readExactly, reasonOf } from "./exact-text.ts";
import { type Repository, repositoryOf } from "./repository.ts";
import { findScheduleEntries, type ScheduleBlock } from "./schedule-entries.ts";

/** A workflow file with `on.schedule`. */
export interface ScheduledWorkflow extends ScheduleBlock {
  /** As the user has named it. */
  readonly path: string;
  /** Its name, as a trigger's `workflow:` has it: that of the file itself where the path is a link. */
  readonly file: string;
  /** From the root of its repository to the file itself, with `/`. */
  readonly pathInRepository: string;
  readonly repository: Repository;
  readonly text: string;
  readonly dispatchable: boolean;
  readonly inputs: readonly InputDefinition[];
}

/** What was found in workflow files. */
export interface FoundWorkflows {
  readonly workflows: readonly ScheduledWorkflow[];
  /** How many have no `on.schedule`. */
  readonly unscheduled: number;
  readonly failures: readonly { readonly path: string; readonly reason: string }[];
}

/** Reads workflow files, each by itself: one that can't be read doesn't hide the others. */
export async function readWorkflows(paths: readonly string[]): Promise<FoundWorkflows> {
  const read = await Promise.all(paths.map(readScheduled));
  return {
    workflows: read.flatMap(({ workflow }) => workflow ?? []),
    unscheduled: read.filter((each) => !each.workflow && each.reason === undefined).length,
    failures: read.flatMap(({ path, reason }) => (reason === undefined ? [] : [{ path, reason }])),
  };
}

async function readScheduled(path: string): Promise<{
  readonly path: string;
  readonly workflow?: ScheduledWorkflow;
  readonly reason?: string;
}> {
  const { text, reason } = readText(path);
  if (text === undefined) return { path, reason: reason ?? "It can't be read." };
  const parsed = await parseWorkflowFile(text, inputLimits.count);
  if ("failure" in parsed) return { path, reason: onOneLine(parsed.failure) };
  const { schedules, dispatchable, inputs } = parsed;
  if (schedules.length === 0) return { path };
  const real = realpathSync(path);
  const file = basename(real);
  const [complaint] = checkWorkflow(file);
  if (complaint !== undefined) return { path, reason: `${complaint.message} ${complaint.mend}` };
  const repository = repositoryOf(dirname(real));
  const pathInRepository = relative(repository.root, real).replaceAll("\\", "/");
  const about = { path, file, pathInRepository, repository, text, dispatchable, inputs };
  return { path, workflow: { ...about, ...findScheduleEntries(text, schedules) } };
}

function readText(path: string): { readonly text?: string; readonly reason?: string } {
  try {
    return { text: readExactly(path) };
  } catch (error) {
    return { reason: reasonOf(error) };
  }
}

/** The parser shows a part of the file below some of its messages. */
function onOneLine(reason: string): string {
  return reason.replaceAll(/\s+/g, " ").replace(/[:\s^]+$/, "");
}
