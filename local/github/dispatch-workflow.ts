import { areTooLarge, readDispatchRequest } from "./dispatch-request.ts";
import { resolveInputs } from "./input-values.ts";
import { type Answer, json, noContent, type Refusal } from "./message.ts";
import { findRef } from "./repositories.ts";
import { type Run, startRun } from "./runs.ts";
import type { GitHubState } from "./state.ts";
import { readWorkflow, stateOf, type Workflow } from "./workflows.ts";

/**
 * `POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches`, for a workflow that was
 * found (docs.github.com/en/rest/actions/workflows#create-a-workflow-dispatch-event). Which of two
 * mistakes GitHub reports first is not documented; the order here goes from what needs no file to
 * what needs one.
 */
export async function dispatchWorkflow(
  state: GitHubState,
  workflow: Workflow,
  body: Uint8Array,
  apiVersion: string,
): Promise<Answer> {
  const { request, refusal } = readDispatchRequest(body, state.edition, apiVersion);
  if (refusal !== undefined) return refusal;
  if (stateOf(state, workflow) !== "active") {
    return unprocessable("Cannot trigger a 'workflow_dispatch' on a disabled workflow");
  }
  const ref = findRef(workflow.repository, request.ref);
  if (ref === undefined) return unprocessable(`No ref found for: ${request.ref}`);
  const parsed = await readWorkflow(workflow, ref, state.edition.maxInputs);
  if (parsed !== undefined && "failure" in parsed) {
    return unprocessable(`Invalid Argument - failed to parse workflow: ${parsed.failure}`);
  }
  // Unverified: that a ref without the file gets the same answer as a file without the trigger.
  if (!parsed?.dispatchable) {
    return unprocessable("Workflow does not have 'workflow_dispatch' trigger");
  }
  const resolved = resolveInputs(parsed.inputs, request.inputs);
  if (resolved.refusal !== undefined) return resolved.refusal;
  if (areTooLarge(request.inputs)) return unprocessable("inputs are too large.");
  const run = startRun(state, workflow, parsed, ref, resolved.values);
  const details = request.returnRunDetails || apiVersion !== "2022-11-28";
  return details ? json(200, runDetails(run)) : noContent;
}

function unprocessable(message: string): Refusal {
  return { status: 422, message };
}

function runDetails({ id, url, html_url }: Run) {
  return { workflow_run_id: id, run_url: url, html_url };
}
