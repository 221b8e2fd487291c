import { existsSync, statSync } from "node:fs";
import { join } from "node:path";

/** Where GitHub looks for the workflow files of a repository. */
export function workflowFolderOf(repository: string): string {
  return join(repository, ".github", "workflows");
}

/** A folder of workflow files: that of a repository which is checked out there, or the folder itself. */
export function workflowFolderIn(folder: string): string {
  const path = workflowFolderOf(folder);
  return existsSync(path) ? path : folder;
}

/** Whether there is a folder of that path. */
export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
