import type { Config } from "../../dispatch/config.ts";
import { SettingsError } from "../settings.ts";
import { isFolder } from "../workflow/folders.ts";
import { type FindInFolder, openFolder } from "../workflow/in-folder.ts";

/**
 * Opens the folder of workflow files; a text says that there is none.
 *
 * @throws SettingsError when it can't be read.
 */
export async function openWorkflowFiles(
  folder: string,
  { triggers }: Config,
): Promise<FindInFolder | string> {
  if (!isFolder(folder)) {
    return `there is no folder ${folder}`;
  }
  try {
    return await openFolder(folder, Object.values(triggers));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SettingsError(`The workflow files can't be read: ${reason}`, { cause: error });
  }
}
