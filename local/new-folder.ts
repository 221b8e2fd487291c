import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Does something in a folder that is gone afterwards. It goes when the process exits before that, too; a signal
 * that should remove it has to lead to `process.exit`. Rejects with the errors of the file system.
 */
export async function inNewFolder<Value>(work: (folder: string) => Promise<Value>): Promise<Value> {
  const folder = mkdtempSync(join(tmpdir(), "workflow-dispatcher-"));
  // A process that was started here may still be writing while this one exits.
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  process.once("exit", remove);
  try {
    return await work(folder);
  } finally {
    process.off("exit", remove);
    remove();
  }
}
