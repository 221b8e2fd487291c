import { writeFileSync } from "node:fs";
import { type Imported, importSchedules } from "../local/import/import.ts";
import { importPage, isWritten } from "../local/import/page.ts";
import { problemOfOptions } from "../local/import/target-options.ts";
import { readTriggersFile, writeTriggersFile } from "../local/import/triggers-file.ts";
import { findWorkflowPaths } from "../local/import/workflow-paths.ts";
import { readWorkflows } from "../local/import/workflows.ts";
import { SettingsError, settingsFrom } from "../local/settings.ts";
import { exitCodes, runCommand, UsageError, type Values } from "./command.ts";

const usage = `
npm run import -- DIR|FILE… [options]

Writes triggers for the workflows with on.schedule, and tells what to change in the workflows. Of a DIR
that is a repository, .github/workflows is read. What the file of triggers holds already stays as it is,
and a schedule that it has is not written again. No workflow file is changed.

options
  --repository X    the repository of the workflows, as owner/name
                    (that of the remote origin, or of defaults)
  --ref X           the branch or tag that is run (that of defaults, or main)
  --credential X    the credential of the triggers (that of defaults, or default)
  --dry-run         only tell what would be written, as a diff
  --patch FILE      write the patch for the workflows to FILE, in place of printing it
  -h, --help        this text

environment
  TRIGGERS  the path of the file (triggers.yaml); it is made if it isn't there

exit codes
  0  the schedules are imported, or there was nothing to import
  1  some could not be imported, and are named; the others are
  2  the arguments or triggers.yaml are not usable; nothing is written
`;

await runCommand({
  usage,
  positionals: true,
  options: {
    repository: { type: "string" },
    ref: { type: "string" },
    credential: { type: "string" },
    "dry-run": { type: "boolean" },
    patch: { type: "string" },
  },
  async run(names, values) {
    const options = optionsFrom(values);
    const { paths, problem } = findWorkflowPaths(names);
    if (problem !== undefined) throw new UsageError(problem);
    if (names.length === 0) throw new UsageError("Name a folder or files of workflows.");
    const { triggers } = settingsFrom(process.env);
    const before = readTriggersFile(triggers);
    const found = await readWorkflows(paths);
    const request = { ...found, text: before, options, now: new Date() };
    const { imported, unusable, blocked } = await importSchedules(request);
    if (unusable !== undefined) throw new UsageError(unusable);
    if (blocked !== undefined) throw new SettingsError(`${triggers}: ${blocked}`);
    const dryRun = values["dry-run"] === true;
    const patchFile = dryRun ? undefined : patchFileFrom(values, imported);
    if (patchFile !== undefined) writePatch(patchFile, imported);
    if (!dryRun && isWritten(imported)) writeTriggersFile(triggers, imported.text);
    const { unscheduled } = found;
    console.log(importPage(imported, { triggers, before, dryRun, patchFile, unscheduled }));
    if (imported.refusals.length === 0) return exitCodes.done;
    console.error(`\nnot imported:\n\n${imported.refusals.join("\n\n")}`);
    return exitCodes.failed;
  },
});

function optionsFrom(values: Values) {
  const [repository, ref, credential] = [values.repository, values.ref, values.credential].map(
    (value) => (value === undefined ? undefined : String(value)),
  );
  const options = { repository, ref, credential };
  const problem = problemOfOptions(options);
  if (problem !== undefined) throw new UsageError(problem);
  return options;
}

function patchFileFrom({ patch }: Values, { patches }: Imported): string | undefined {
  if (patch === undefined) return undefined;
  if (patches.length <= 1) return String(patch);
  const roots = patches.map(({ root }) => root).join(", ");
  throw new UsageError(
    `--patch takes the workflows of one repository, and these are of ${patches.length}: ${roots}.`,
  );
}

function writePatch(path: string, { patches }: Imported): void {
  if (patches.length === 0) return;
  try {
    writeFileSync(path, patches.map(({ patch }) => patch).join(""));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--patch ${path} can't be written: ${reason}.`, { cause: error });
  }
}
