import { basename, relative } from "node:path";
import { alignRows, printable, wrap } from "../terminal.ts";
import { unifiedDiff } from "./dispatch-patch.ts";
import type { Imported, Result } from "./import.ts";
import { nextSteps } from "./next-steps.ts";

/** What the page tells besides the import. */
export interface PageOptions {
  /** The path of the file of triggers. */
  readonly triggers: string;
  /** The file as it was; nothing if there was none. */
  readonly before: string | undefined;
  readonly dryRun: boolean;
  /** The file for the patch, in place of the page. */
  readonly patchFile: string | undefined;
  /** How many workflow files have no `on.schedule`. */
  readonly unscheduled: number;
}

/** What was imported, what it changes, and what is left to do. */
export function importPage(imported: Imported, options: PageOptions): string {
  const sections = [
    summary(imported, options),
    ...(options.dryRun && isWritten(imported) ? [diffOf(imported, options)] : []),
    ...differences(imported),
    ...patches(imported, options),
    nextSteps(imported, { ...options, isWritten: isWritten(imported) }),
  ];
  return sections.filter((text) => text !== "").join("\n\n");
}

/** Whether the file of triggers changes. */
export function isWritten({ results }: Imported): boolean {
  return results.some(({ added }) => added.length > 0);
}

function summary(imported: Imported, options: PageOptions): string {
  const { results, notes } = imported;
  const { triggers, unscheduled, dryRun } = options;
  const written = results.filter(({ added }) => added.length > 0);
  const left = results.length - written.length;
  const verb = dryRun ? "would be written" : "written";
  const head =
    written.length > 0
      ? `${triggers}: ${countOf(written, verb)}`
      : nothingWritten(imported, triggers);
  const rows = alignRows(written.flatMap(rowsOf)).map((row) => `  ${row}`);
  const rest = [
    ...(left > 0 && written.length > 0
      ? [
          `${left} ${left === 1 ? "workflow has its" : "workflows have their"} schedules in it already.`,
        ]
      : []),
    ...(unscheduled > 0
      ? [`${unscheduled} workflow ${unscheduled === 1 ? "file has" : "files have"} no on.schedule.`]
      : []),
  ];
  return [
    head,
    ...rows,
    ...[...rest, ...notes].flatMap((note) => wrap(printable(note), "  ")),
  ].join("\n");
}

function nothingWritten({ results, refusals }: Imported, triggers: string): string {
  if (results.length > 0) return `nothing to import: ${triggers} has these schedules`;
  return refusals.length > 0 ? "nothing is imported" : "nothing to import";
}

function countOf(written: readonly Result[], verb: string): string {
  const extended = written.filter(({ isExtended }) => isExtended).length;
  const fresh = written.length - extended;
  const parts = [
    ...(fresh > 0 ? [`${fresh} ${fresh === 1 ? "trigger" : "triggers"} ${verb}`] : []),
    ...(extended > 0
      ? [`${extended} ${extended === 1 ? "trigger" : "triggers"} with more schedules ${verb}`]
      : []),
  ];
  return parts.join(", ");
}

function rowsOf({ trigger = "", workflow, added }: Result): readonly (readonly string[])[] {
  return added.map(({ cron, schedule }) =>
    [trigger, workflow.file, cron, schedule.timezone].map(printable),
  );
}

function diffOf({ text }: Imported, { before, triggers }: PageOptions): string {
  return shown(unifiedDiff(basename(triggers), before ?? "", text));
}

/** A diff without its final newline. All other white space belongs to its last line. */
function shown(diff: string): string {
  return diff.replace(/\n$/, "");
}

/**
 * What holds for every schedule. GitHub's delays and its disabling after 60 days:
 * docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#schedule
 */
const general = [
  "GitHub starts schedules late under load, and drops some; EventBridge Scheduler starts them within the minute.",
  "GitHub disables workflows with schedule: in a public repository after 60 days without commits. EventBridge Scheduler goes on, and reenable: true in the trigger enables such a workflow again.",
];

function differences(imported: Imported): readonly string[] {
  if (!isWritten(imported)) return [];
  const found = imported.differences.map(({ about, message, mend }) =>
    [
      `  ${printable(about)}`,
      ...wrap(printable(message), "    "),
      ...wrap(`→ ${printable(mend)}`, "    "),
    ].join("\n"),
  );
  const all = general.flatMap((text) => wrap(text, "    ")).join("\n");
  return [
    `what is different from GitHub's schedule:\n\n${[...found, `  all of them\n${all}`].join("\n\n")}`,
  ];
}

function patches(
  { patches: found, unpatched }: Imported,
  { patchFile }: PageOptions,
): readonly string[] {
  const unused = patchFile !== undefined && found.length === 0;
  const rest = [
    ...unpatched,
    ...(unused ? [`There is no patch: ${patchFile} is not written.`] : []),
  ];
  const head = "a dispatch needs workflow_dispatch in the workflow";
  if (patchFile !== undefined && found.length > 0) {
    return [
      [`${head}: the patch is in ${patchFile}`, ...rest.map((line) => `  ${line}`)].join("\n"),
    ];
  }
  const texts = found.map(
    ({ root, patch }) => `${head} (git apply, in ${folder(root)}):\n\n${shown(patch)}`,
  );
  return [...texts, ...(rest.length > 0 ? [rest.join("\n")] : [])];
}

function folder(root: string): string {
  return relative(process.cwd(), root) || ".";
}
