import { dispatchWorkflow } from "./dispatch-workflow.ts";
import { type Call, type Endpoint, forRepository, forWorkflow } from "./endpoint.ts";
import { type Answer, json, noContent, notFound } from "./message.ts";
import { paginate } from "./pagination.ts";
import { fullName, type Repository } from "./repositories.ts";
import { filterRuns } from "./run-filters.ts";
import type { Run } from "./runs.ts";
import type { GitHubState } from "./state.ts";
import { listWorkflows, viewWorkflow, type WorkflowState } from "./workflows.ts";

/** `GET /repos/{owner}/{repo}/actions/workflows` */
export const getWorkflows = forRepository(
  "actions=read",
  async ({ state, request }, repository) => {
    const workflows = await listWorkflows(repository);
    const url = `${state.apiUrl}/repos/${fullName(repository)}/actions/workflows`;
    const { items, headers } = paginate(workflows, request.query, url);
    const views = await Promise.all(items.map((workflow) => viewWorkflow(state, workflow)));
    return json(200, { total_count: workflows.length, workflows: views }, headers);
  },
);

/** `GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}` */
export const getWorkflow = forWorkflow("actions=read", async ({ state }, workflow) =>
  json(200, await viewWorkflow(state, workflow)),
);

/** `GET /repos/{owner}/{repo}/actions/runs` */
export const getRuns = forRepository("actions=read", async (call, repository) =>
  listRuns(call, runsOf(call.state, repository), `${fullName(repository)}/actions/runs`),
);

/** `GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs` */
export const getWorkflowRuns = forWorkflow("actions=read", async (call, { id, repository }) => {
  const runs = runsOf(call.state, repository).filter(({ workflow_id }) => workflow_id === id);
  return listRuns(call, runs, `${fullName(repository)}/actions/workflows/${id}/runs`);
});

/** `GET /repos/{owner}/{repo}/actions/runs/{run_id}` */
export const getRun = forRepository("actions=read", async ({ state, parameter }, repository) => {
  const run = findRun(state, repository, parameter("run_id"));
  return run === undefined ? notFound : json(200, run);
});

/** `POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches` */
export const postDispatch = forWorkflow(
  "actions=write",
  ({ state, request, apiVersion }, workflow) =>
    dispatchWorkflow(state, workflow, request.body, apiVersion),
);

/** `PUT /repos/{owner}/{repo}/actions/workflows/{workflow_id}/enable` */
export const enableWorkflow = switchWorkflow("active");

/** `PUT /repos/{owner}/{repo}/actions/workflows/{workflow_id}/disable` */
export const disableWorkflow = switchWorkflow("disabled_manually");

/** The run with that id, if it belongs to the repository. */
export function findRun(state: GitHubState, repository: Repository, id: string): Run | undefined {
  return runsOf(state, repository).find((run) => String(run.id) === id);
}

function switchWorkflow(workflowState: WorkflowState): Endpoint {
  return forWorkflow("actions=write", async ({ state }, { id }) => {
    state.workflowStates.set(id, workflowState);
    return noContent;
  });
}

function runsOf({ runs }: GitHubState, repository: Repository): Run[] {
  return runs.filter((run) => run.repository.full_name === fullName(repository));
}

/** Newest first, as GitHub lists runs. */
function listRuns({ state, request }: Call, runs: readonly Run[], path: string): Answer {
  const filtered = filterRuns(runs.filter(isListed(state)).toReversed(), request.query);
  if (filtered.refusal !== undefined) return filtered.refusal;
  const url = `${state.apiUrl}/repos/${path}`;
  const { items, headers } = paginate(filtered.runs, request.query, url);
  return json(200, { total_count: filtered.runs.length, workflow_runs: items }, headers);
}

function isListed({ listedFrom, now }: GitHubState): (run: Run) => boolean {
  const time = now().getTime();
  return ({ id }) => (listedFrom.get(id) ?? 0) <= time;
}
