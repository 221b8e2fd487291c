import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parse } from "yaml";
import { parseWorkflowFile } from "../../local/workflow/workflow-file.ts";
import { root } from "./example.ts";

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
}

interface Workflow {
  readonly permissions?: unknown;
  readonly jobs: Readonly<
    Record<string, { readonly "timeout-minutes"?: number; readonly steps: readonly Step[] }>
  >;
}

/** The workflow files in a folder, however deep; an example may show the caller's workflow too. */
export function workflowFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.github\/workflows\/[^/]+\.ya?ml$/.test(path.replaceAll("\\", "/")))
    .map((path) => join(folder, path));
}

/**
 * What in a workflow file GitHub refuses, or would be unsafe to copy
 * (docs.github.com/en/actions/reference/security/secure-use).
 */
export async function workflowComplaints(path: string): Promise<readonly string[]> {
  const text = readFileSync(path, "utf8");
  const parsed = await parseWorkflowFile(text, 25);
  const complaints = "failure" in parsed ? [parsed.failure] : unsafeParts(parse(text));
  return complaints.map((complaint) => `${relative(root, path)}: ${complaint}`);
}

function unsafeParts({ permissions, jobs }: Workflow): readonly string[] {
  const missing = permissions === undefined ? ["permissions are missing at the top"] : [];
  const inJobs = Object.entries(jobs).flatMap(([name, job]) => [
    ...(job["timeout-minutes"] === undefined ? [`job ${name} has no timeout-minutes`] : []),
    ...job.steps.flatMap((step) =>
      unsafeStep(step).map((complaint) => `job ${name}: ${complaint}`),
    ),
  ]);
  return [...missing, ...inJobs];
}

function unsafeStep({ name, uses, run }: Step): readonly string[] {
  if (run?.includes("${{")) return [`step ${name} has an expression in run: pass it through env`];
  if (uses === undefined || /@[0-9a-f]{40}$/.test(uses)) return [];
  return [`${uses} is not pinned to a commit`];
}
