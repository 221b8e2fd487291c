import { readFileSync, rmSync } from "node:fs";
import { parse, stringify } from "yaml";
import { type ImportResult, importSchedules } from "../../../local/import/import.ts";
import type { TargetOptions } from "../../../local/import/target-options.ts";
import { findWorkflowPaths } from "../../../local/import/workflow-paths.ts";
import { readWorkflows } from "../../../local/import/workflows.ts";
import { createFolder, jobs } from "./repository-folder.ts";

/** A file of triggers, workflows, and the file of triggers after their import. */
export interface ImportCase {
  readonly name: string;
  /** The URL of origin; left out: no repository. */
  readonly remote?: string;
  readonly options?: TargetOptions;
  /** By file: the text of its events, or the crons of its schedule. */
  readonly workflows: Readonly<Record<string, string | { readonly schedule: readonly string[] }>>;
  readonly before: string | null;
  readonly after: string;
  /** How many refusals there are; left out: none. */
  readonly refusals?: number;
  /** Parts of the notes that are there the second time as well; left out: none. */
  readonly notes?: readonly string[];
  /** What is to be removed from the workflows, where that isn't all of schedule: of all of them. */
  readonly removed?: readonly string[];
}

export const cases: readonly ImportCase[] = parse(
  readFileSync(new URL("./cases/imports.yaml", import.meta.url), "utf8"),
);

export const now = new Date("2026-11-23T00:00:00Z");

/** Imports the workflows of a case into a text. */
export async function importCase(
  { workflows, remote, options = {} }: Omit<ImportCase, "name" | "before" | "after">,
  text: string | undefined,
): Promise<ImportResult> {
  const texts = Object.entries(workflows).map(([name, on]) => [name, `${textOf(on)}${jobs}`]);
  const folder = createFolder(Object.fromEntries(texts), remote);
  try {
    const { paths = [] } = findWorkflowPaths([folder]);
    return await importSchedules({ ...(await readWorkflows(paths)), text, options, now });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function textOf(on: string | { readonly schedule: readonly string[] }): string {
  if (typeof on === "string") return on;
  return stringify({ on: { schedule: on.schedule.map((cron) => ({ cron })) } });
}
