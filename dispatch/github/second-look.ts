import { type Rejected, type RejectedCode, rejected } from "../outcome.ts";
import type { Authorization } from "../tokens/tokens.ts";
import { type Answer, bareRequest, callGitHub, isAnswer, type Transport } from "./call.ts";
import { repositoryUrl, type Target, workflowUrl } from "./target.ts";

/**
 * Finds out what GitHub's refusal leaves open: which of two causes a 404 has, and who has disabled a
 * workflow. What can't be found out is left as it is.
 */
export async function lookAgain(
  refusal: Rejected,
  target: Target,
  authorization: Authorization,
  transport: Transport,
): Promise<Rejected> {
  const look = async (url: string): Promise<Answer | undefined> => {
    const answer = await callGitHub(bareRequest("GET", url, authorization), transport);
    return isAnswer(answer) ? answer : undefined;
  };
  const code = await causeOf(refusal, target, look);
  return code === undefined ? refusal : rejected(code, refusal.detail);
}

type Look = (url: string) => Promise<Answer | undefined>;

async function causeOf(
  { code }: Rejected,
  target: Target,
  look: Look,
): Promise<RejectedCode | undefined> {
  if (code !== "not-found" && code !== "workflow-disabled") return undefined;
  const workflow = await look(workflowUrl(target));
  if (code === "workflow-disabled") return workflow && disabledCode(workflow);
  // Who sees the workflow and still gets a 404 lacks the permission to start it.
  if (workflow?.status === 200) return "token-forbidden";
  if (workflow?.status !== 404) return undefined;
  const repository = await look(repositoryUrl(target));
  if (repository?.status === 404) return "repository-not-found";
  return repository?.status === 200 ? "workflow-not-found" : undefined;
}

/** docs.github.com/en/rest/actions/workflows#get-a-workflow: `state`. */
function disabledCode({ body }: Answer): RejectedCode | undefined {
  if (typeof body !== "object" || body === null || !("state" in body)) return undefined;
  if (body.state === "disabled_manually") return "workflow-disabled-manually";
  return body.state === "disabled_inactivity" ? "workflow-disabled-inactivity" : undefined;
}
