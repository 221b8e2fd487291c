import type { Endpoints } from "@octokit/types";
import type { ParsedWorkflow } from "../workflow/workflow-file.ts";
import { fullName, headSha, type Ref } from "./repositories.ts";
import { evaluateRunName } from "./run-name.ts";
import type { GitHubState } from "./state.ts";
import { timestamp } from "./timestamp.ts";
import { nameOf, stableId, type Workflow } from "./workflows.ts";

type WorkflowRun = Endpoints["GET /repos/{owner}/{repo}/actions/runs/{run_id}"]["response"]["data"];

type CommonFields = Pick<
  WorkflowRun,
  | "id"
  | "node_id"
  | "name"
  | "display_title"
  | "path"
  | "event"
  | "status"
  | "conclusion"
  | "workflow_id"
  | "workflow_url"
  | "head_branch"
  | "head_sha"
  | "run_number"
  | "run_attempt"
  | "url"
  | "html_url"
  | "created_at"
  | "updated_at"
  | "run_started_at"
  | "pull_requests"
>;

/** A run as the API shows it: the fields of GitHub's that have a meaning here, and `inputs`. */
export interface Run extends Readonly<CommonFields> {
  readonly display_title: string;
  readonly actor: Actor;
  readonly triggering_actor: Actor;
  readonly repository: {
    readonly id: number;
    readonly name: string;
    readonly full_name: string;
    readonly url: string;
    readonly html_url: string;
  };
  /** The inputs with the defaults filled in. GitHub does not show them: an addition of the stand-in. */
  readonly inputs: Readonly<Record<string, string>>;
}

/** A user as the API shows one. */
export interface Actor {
  readonly login: string;
  readonly id: number;
  readonly type: "User";
  readonly site_admin: false;
}

/** The one user of the stand-in, whatever the token. */
export const actor: Actor = { login: "stand-in", id: 1, type: "User", site_admin: false };

/** GitHub's run ids no longer fit 32 bits; nor do these. */
const firstRunId = 10_000_000_001;

/**
 * Starts a run: it is queued and stays so, since nothing executes it.
 * @param inputs the resolved inputs.
 */
export function startRun(
  state: GitHubState,
  workflow: Workflow,
  parsed: ParsedWorkflow,
  ref: Ref,
  inputs: Readonly<Record<string, string>>,
): Run {
  const identity = identify(state, workflow, ref);
  const title = evaluateRunName(parsed, { ...identity, ref, inputs, actor: actor.login });
  const now = state.now();
  const createdAt = timestamp(now);
  const run: Run = {
    ...identity,
    name: nameOf(workflow, parsed),
    display_title: title ?? nameOf(workflow, parsed),
    event: "workflow_dispatch",
    status: "queued",
    conclusion: null,
    created_at: createdAt,
    updated_at: createdAt,
    run_started_at: createdAt,
    pull_requests: [],
    actor,
    triggering_actor: actor,
    inputs,
  };
  state.runs.push(run);
  state.listedFrom.set(run.id, now.getTime() + state.listingDelay);
  state.onRun(run);
  return run;
}

function identify(state: GitHubState, workflow: Workflow, ref: Ref) {
  const { repository, path } = workflow;
  const id = firstRunId + state.runs.length;
  const name = fullName(repository);
  const repositoryUrl = `${state.apiUrl}/repos/${name}`;
  const pageUrl = `${state.webUrl}/${name}`;
  return {
    id,
    node_id: `WFR_${id}`,
    path,
    workflow_id: workflow.id,
    workflow_url: `${repositoryUrl}/actions/workflows/${workflow.id}`,
    head_branch: ref.name,
    head_sha: headSha(repository, ref),
    run_number: state.runs.filter(({ workflow_id }) => workflow_id === workflow.id).length + 1,
    run_attempt: 1,
    url: `${repositoryUrl}/actions/runs/${id}`,
    html_url: `${pageUrl}/actions/runs/${id}`,
    repository: {
      id: stableId(name),
      name: repository.name,
      full_name: name,
      url: repositoryUrl,
      html_url: pageUrl,
    },
  };
}
