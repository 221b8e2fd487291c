import { printable, wrap } from "../terminal.ts";
import type { Imported } from "./import.ts";

/** What the steps depend on, besides the import. */
export interface NextOptions {
  readonly dryRun: boolean;
  /** The file that the patch is in, if it isn't on the page. */
  readonly patchFile: string | undefined;
  /** Whether the file of triggers changes. */
  readonly isWritten: boolean;
}

/** What is left for the user to do, in its order; nothing if no workflow has a schedule. */
export function nextSteps(imported: Imported, options: NextOptions): string {
  const { results } = imported;
  if (results.length === 0) return "";
  const { dryRun, isWritten } = options;
  const lines = results.map(({ workflow: { path, firstLine, lastLine } }) =>
    firstLine === lastLine ? `${path}:${firstLine}` : `${path}:${firstLine}-${lastLine}`,
  );
  const steps = [
    ...(dryRun && isWritten ? ["Import without --dry-run."] : []),
    ...dispatchStep(imported, options),
    "npm run check and npm run next: whether the file fits the workflows, and when they start next.",
    "npm run deploy, and see one run: npm run history -- --deployed.",
    `Then remove schedule: from the workflows, or both start them: ${lines.join(", ")}`,
  ];
  const numbered = steps.map((step, index) => {
    const [first = "", ...more] = wrap(printable(step), "     ");
    return [`  ${index + 1}. ${first.trimStart()}`, ...more].join("\n");
  });
  return ["next", ...numbered].join("\n");
}

function dispatchStep(
  { patches, unpatched }: Imported,
  { patchFile }: NextOptions,
): readonly string[] {
  if (patches.length + unpatched.length === 0) return [];
  const apply = patchFile === undefined ? "Apply the patch above" : `git apply ${patchFile}`;
  const add = patches.length === 0 ? "Add workflow_dispatch where it is named above" : apply;
  return [`${add}, and merge it into the branch that the triggers name.`];
}
