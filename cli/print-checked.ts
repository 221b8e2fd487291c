import { randomUUID } from "node:crypto";
import { annotations } from "../local/check/annotations.ts";
import { checkJson } from "../local/check/json.ts";
import { checkPage } from "../local/check/page.ts";
import type { Checked } from "../local/check/run.ts";
import { settingsFrom } from "../local/settings.ts";

/** Prints what a check has found; in GitHub Actions, it is annotated in the file, too. */
export function printChecked(checked: Checked): void {
  const { triggers } = settingsFrom(process.env);
  const page = checkPage(triggers, checked);
  const lines = isActions() ? [withoutCommands(page), ...annotationsOf(checked)] : [page];
  // The runner reads two streams in no order, and annotations are to come when commands are obeyed again.
  console.log(lines.join("\n"));
}

/** The same as JSON; the annotations are on standard error, where they don't disturb it. */
export function printCheckedJson(checked: Checked): void {
  const { triggers } = settingsFrom(process.env);
  console.log(checkJson(triggers, checked));
  if (!isActions()) return;
  for (const line of annotationsOf(checked)) console.error(line);
}

function isActions(): boolean {
  return process.env.GITHUB_ACTIONS === "true";
}

/**
 * A runner obeys commands in what is printed, and what was found may hold some:
 * docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#stopping-and-starting-workflow-commands.
 */
function withoutCommands(page: string): string {
  const word = randomUUID();
  return `::stop-commands::${word}\n${page}\n::${word}::`;
}

function annotationsOf(checked: Checked): readonly string[] {
  const { triggers } = settingsFrom(process.env);
  return annotations(triggers, process.env.GITHUB_WORKSPACE || process.cwd(), checked);
}
