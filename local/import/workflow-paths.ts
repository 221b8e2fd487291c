import { existsSync, readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { workflowFolderIn } from "../workflow/folders.ts";

/** The files to read, or which argument leads to none. */
export type WorkflowPaths =
  | { readonly paths: readonly string[]; readonly problem?: never }
  | { readonly paths?: never; readonly problem: string };

/** The workflow files that arguments name: files themselves, and those of folders, each once. */
export function findWorkflowPaths(names: readonly string[]): WorkflowPaths {
  const paths = new Map<string, string>();
  for (const name of names) {
    const found = pathsOf(name);
    if (found.problem !== undefined) return found;
    for (const path of found.paths) if (!paths.has(resolve(path))) paths.set(resolve(path), path);
  }
  return { paths: [...paths.values()] };
}

function pathsOf(name: string): WorkflowPaths {
  if (!existsSync(name)) return { problem: `There is no file or folder ${name}.` };
  if (!statSync(name).isDirectory()) return { paths: [name] };
  const folder = workflowFolderIn(name);
  const files = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => /\.ya?ml$/.test(entry.name) && !entry.isDirectory())
    .map((entry) => join(folder, entry.name))
    .sort();
  if (files.length > 0) return { paths: files };
  return { problem: `${folder} holds no workflow file: no *.yml and no *.yaml.` };
}
