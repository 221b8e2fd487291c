import { backoff, outageBackoff, type Timing } from "../backoff.ts";
import { type Failure, retry, withoutRun } from "../outcome.ts";
import type { Authorization } from "../tokens/tokens.ts";
import { failureOfAnswer } from "./answer.ts";
import { bareRequest, callGitHub, isAnswer, type Transport } from "./call.ts";
import { type Target, workflowUrl } from "./target.ts";

/**
 * Enables a workflow: docs.github.com/en/rest/actions/workflows#enable-a-workflow.
 *
 * @returns why it could not be enabled, or nothing.
 */
export async function enableWorkflow(
  target: Target,
  authorization: Authorization,
  transport: Transport,
  timing: Timing,
): Promise<Failure | undefined> {
  const request = bareRequest("PUT", `${workflowUrl(target)}/enable`, authorization);
  const answer = await callGitHub(request, transport);
  if (!isAnswer(answer)) {
    const seconds = backoff(outageBackoff, timing, 1);
    return retry("github-unavailable", `the workflow was not enabled: ${answer.reason}`, seconds);
  }
  return answer.status === 204 ? undefined : withoutRun(failureOfAnswer(answer, timing, 1));
}
