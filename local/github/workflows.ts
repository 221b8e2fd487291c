import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Endpoints } from "@octokit/types";
import type { ParsedWorkflow, UnparsedWorkflow } from "../workflow/workflow-file.ts";
import { fullName, type Ref, type Repository } from "./repositories.ts";
import type { GitHubState } from "./state.ts";
import { timestamp } from "./timestamp.ts";

/** A workflow as the API shows it. */
export type WorkflowView =
  Endpoints["GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}"]["response"]["data"];

/** Whether a workflow may run (docs.github.com/en/rest/actions/workflows: `state`). */
export type WorkflowState = WorkflowView["state"];

/** A workflow that GitHub knows: its file is on the default branch. */
export interface Workflow {
  /** The same at every start: derived from the repository and the path. */
  readonly id: number;
  readonly file: string;
  readonly path: string;
  readonly repository: Repository;
}

/** Where a repository keeps its workflow files. */
export const workflowFolder = ".github/workflows";

/** The workflows of a repository, by file name. */
export async function listWorkflows(repository: Repository): Promise<Workflow[]> {
  const { defaultRef } = repository;
  if (defaultRef === undefined) return [];
  return (await workflowFilesIn(defaultRef.folder)).map((file) => toWorkflow(repository, file));
}

/**
 * The workflow with that id or file name. A path such as `.github/workflows/x.yml` is neither
 * (docs.github.com/en/rest/actions/workflows: "the workflow file name").
 */
export async function findWorkflow(
  repository: Repository,
  idOrFile: string,
): Promise<Workflow | undefined> {
  const workflows = await listWorkflows(repository);
  return workflows.find(({ id, file }) => file === idOrFile || String(id) === idOrFile);
}

/** The workflow's file as it is on a ref; undefined if the ref has no such file. */
export async function readWorkflow(
  { file }: Workflow,
  ref: Ref,
  maxInputs: number,
): Promise<ParsedWorkflow | UnparsedWorkflow | undefined> {
  if (!(await workflowFilesIn(ref.folder)).includes(file)) return undefined;
  // GitHub's parser takes as long to load as everything else: not before the first dispatch.
  const { parseWorkflowFile } = await import("../workflow/workflow-file.ts");
  return parseWorkflowFile(await readFile(join(ref.folder, file), "utf8"), maxInputs);
}

/** The workflow's state: active unless it was switched off. */
export function stateOf({ workflowStates }: GitHubState, { id }: Workflow): WorkflowState {
  return workflowStates.get(id) ?? "active";
}

/** The workflow as the API shows it. */
export async function viewWorkflow(state: GitHubState, workflow: Workflow): Promise<WorkflowView> {
  const { id, file, path, repository } = workflow;
  const { defaultRef: main } = repository;
  const { birthtime, mtime } = await stat(join(main?.folder ?? "", file));
  const parsed = main && (await readWorkflow(workflow, main, state.edition.maxInputs));
  const repositoryUrl = `${state.webUrl}/${fullName(repository)}`;
  return {
    id,
    node_id: `W_${id}`,
    name: nameOf(workflow, parsed),
    path,
    state: stateOf(state, workflow),
    created_at: timestamp(birthtime),
    updated_at: timestamp(mtime),
    url: `${state.apiUrl}/repos/${fullName(repository)}/actions/workflows/${id}`,
    html_url: `${repositoryUrl}/blob/${main?.name}/${path}`,
    badge_url: `${repositoryUrl}/workflows/${encodeURIComponent(nameOf(workflow, parsed))}/badge.svg`,
  };
}

/** A workflow without a name, or whose file cannot be parsed, is known by its path. */
export function nameOf(
  { path }: Workflow,
  parsed: ParsedWorkflow | UnparsedWorkflow | undefined,
): string {
  return (parsed !== undefined && "name" in parsed ? parsed.name : undefined) ?? path;
}

/** The files of a ref's folder, by name, whatever they are. */
export async function filesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  const files = await Promise.all(
    names.map(async (name) => ((await isFile(join(folder, name))) ? [name] : [])),
  );
  return files.flat().sort();
}

/** The names of the workflow files in a folder. */
export async function workflowFilesIn(folder: string): Promise<string[]> {
  return (await filesIn(folder)).filter((name) => /\.ya?ml$/.test(name));
}

/** False too for a link that leads nowhere and a file that is gone by now. */
async function isFile(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() ?? false;
}

function toWorkflow(repository: Repository, file: string): Workflow {
  const path = `${workflowFolder}/${file}`;
  return { id: stableId(`${fullName(repository)}:${path}`), file, path, repository };
}

/** A number of GitHub's size that is the same for the same text. */
export function stableId(text: string): number {
  return createHash("sha256").update(text.toLowerCase()).digest().readUInt32BE() % 1_000_000_000;
}
