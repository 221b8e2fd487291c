import { resolve } from "node:path";
import { printable, wrap } from "../terminal.ts";
import type { Imported, Result } from "./import.ts";

/** What the steps depend on, besides the import. */
export interface NextOptions {
  readonly dryRun: boolean;
  /** The file that the patch is in, if it isn't on the page. */
  readonly patchFile: string | undefined;
  /** Whether the file of triggers changes. */
  readonly isWritten: boolean;
}

/** Something to do, and the command for it, which is never wrapped. */
interface Step {
  readonly text: string;
  readonly command?: string | undefined;
}

/** What is left for the user to do, in its order; nothing if no workflow has a schedule. */
export function nextSteps(imported: Imported, options: NextOptions): string {
  if (imported.results.length === 0) return "";
  const { dryRun, isWritten } = options;
  const steps: readonly Step[] = [
    ...(dryRun && isWritten ? [{ text: "Import without --dry-run." }] : []),
    ...dispatchStep(imported, options),
    {
      text: "npm run check and npm run next: whether the file fits the workflows, and when they start next.",
    },
    { text: "npm run deploy, and see one run: npm run history -- --deployed." },
    ...removalStep(imported),
  ];
  const numbered = steps.map(({ text, command }, index) => {
    const [first = "", ...more] = wrap(printable(text), "     ");
    const lines = command === undefined ? more : [...more, `     ${command}`];
    return [`  ${index + 1}. ${first.trimStart()}`, ...lines].join("\n");
  });
  return ["next", ...numbered].join("\n");
}

function dispatchStep(
  { patches, unpatched }: Imported,
  { patchFile }: NextOptions,
): readonly Step[] {
  if (patches.length + unpatched.length === 0) return [];
  const [patch] = patches;
  const merge = "and merge it into the branch that the triggers name";
  if (patch === undefined) {
    return [{ text: `Add workflow_dispatch where it is named above, ${merge}.` }];
  }
  if (patchFile === undefined) return [{ text: `Apply the patch above, ${merge}.` }];
  const command = ["git", "-C", patch.root, "apply", resolve(patchFile)].map(shellWord).join(" ");
  return [{ text: `Apply the patch, ${merge}:`, command }];
}

/** Schedules that nothing starts in GitHub's place stay in the workflow. */
function removalStep({ results }: Imported): readonly Step[] {
  const places = results.flatMap(placesOf);
  if (places.length === 0) return [];
  const isWhole = results.every(isStarted);
  const what = isWhole ? "schedule:" : "what is imported of schedule:";
  return [
    { text: `Then remove ${what} from the workflows, or both start them: ${places.join(", ")}` },
  ];
}

function isStarted({ started, workflow: { entries } }: Result): boolean {
  return started.length === entries.length;
}

function placesOf(result: Result): readonly string[] {
  const { path, firstLine, lastLine } = result.workflow;
  if (!isStarted(result))
    return result.started.map(({ line, cron }) => `${path}:${line} "${cron}"`);
  return [firstLine === lastLine ? `${path}:${firstLine}` : `${path}:${firstLine}-${lastLine}`];
}

/** A word of a command for a POSIX shell, quoted where it needs to be. */
function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
