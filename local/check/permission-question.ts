import { messageOf, rejectionOf } from "../../dispatch/github/answer.ts";
import { type Answer, bareRequest } from "../../dispatch/github/call.ts";
import { type Target, workflowUrl } from "../../dispatch/github/target.ts";
import type { RejectedCode } from "../../dispatch/outcome.ts";
import { forbidden, notTold, refusal, wordsOf } from "./answers.ts";
import type { Ask } from "./ask.ts";
import type { FoundToken, Seen } from "./found-token.ts";

/** With these GitHub refuses a dispatch that the token may make. */
const aboutTheWorkflow: readonly RejectedCode[] = [
  "ref-not-found",
  "no-dispatch-trigger",
  "workflow-disabled",
  "workflow-unparsable",
];

/**
 * Whether a token may start workflows of the repository, without starting one: the ref of this dispatch has a
 * random name, and does not exist. Unverified: that GitHub checks the permission before it looks for the ref.
 */
export async function askForPermission(
  target: Target,
  token: FoundToken,
  ask: Ask,
  random: () => number,
): Promise<Seen<true>> {
  const url = `${workflowUrl(target)}/dispatches`;
  const ref = `refs/heads/workflow-dispatcher-check-${random().toString(36).slice(2)}`;
  const { headers } = bareRequest("GET", url, token.authorization);
  const answer = await ask({ method: "POST", url, headers, body: JSON.stringify({ ref }) });
  const about = `whether ${token.from} may start workflows of ${target.repository}`;
  if (!("status" in answer)) return notTold(about, answer.reason);
  if (answer.status === 422) return isAllowed(answer) ? { value: true } : otherwise(about, answer);
  if (answer.status < 300) return startedAfterAll(about, answer, target);
  // Who sees the workflow and still gets a 404 lacks the permission to start it.
  if (answer.status === 404) return forbidden(answer, target, token);
  return refusal(answer, about, target, token);
}

function isAllowed(answer: Answer): boolean {
  return aboutTheWorkflow.includes(rejectionOf(answer.status, messageOf(answer)));
}

function otherwise(about: string, answer: Answer): Seen<never> {
  const mend = "Read GitHub's words: a real dispatch may be refused with the same.";
  return { unknown: { about, reason: wordsOf(answer), mend } };
}

function startedAfterAll(about: string, answer: Answer, { repository }: Target): Seen<never> {
  const reason = `${wordsOf(answer)}, though the dispatch named a ref that does not exist`;
  return { unknown: { about, reason, mend: `Look at the runs of ${repository}.` } };
}
