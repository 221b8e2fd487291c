import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What makes a text of events a workflow that GitHub's parser takes. */
export const jobs = "jobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: make\n";

/** A folder with workflow files, which is a repository if it has a remote. */
export function createFolder(
  workflows: Readonly<Record<string, string>>,
  remote?: string | undefined,
): string {
  const folder = mkdtempSync(join(tmpdir(), "import-"));
  if (remote !== undefined) {
    mkdirSync(join(folder, ".git"));
    writeFileSync(join(folder, ".git", "config"), `[remote "origin"]\n\turl = ${remote}\n`);
  }
  mkdirSync(join(folder, ".github", "workflows"), { recursive: true });
  for (const [name, text] of Object.entries(workflows)) {
    writeFileSync(join(folder, ".github", "workflows", name), text);
  }
  return folder;
}
