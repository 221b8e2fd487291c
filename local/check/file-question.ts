import { bareRequest } from "../../dispatch/github/call.ts";
import { encodePath, repositoryUrl, type Target } from "../../dispatch/github/target.ts";
import { fieldsOf, notTold, refusal, unreadable } from "./answers.ts";
import type { Ask } from "./ask.ts";
import { fault, type Unknown } from "./finding.ts";
import type { FoundToken, Seen } from "./found-token.ts";
import { isDefaultBranch, type RepositoryFacts, type WorkflowFacts } from "./questions.ts";

/**
 * Asks for the text of a workflow's file at the ref of a target, which exists:
 * docs.github.com/en/rest/repos/contents#get-repository-content.
 */
export async function askForFile(
  target: Target,
  { path }: WorkflowFacts,
  repository: RepositoryFacts,
  token: FoundToken,
  ask: Ask,
): Promise<Seen<string>> {
  const contents = `${repositoryUrl(target)}/contents/${encodePath(path)}`;
  const url = `${contents}?ref=${encodeURIComponent(target.ref)}`;
  const answer = await ask(bareRequest("GET", url, token.authorization));
  const about = `${target.workflow} of ${target.repository} at ${target.ref}`;
  if (!("status" in answer)) return notTold(about, answer.reason);
  const { content, encoding } = fieldsOf(answer);
  if (answer.status === 200 && typeof content === "string" && encoding === "base64") {
    return { value: Buffer.from(content, "base64").toString("utf8") };
  }
  if (answer.status === 200) return { unknown: withoutText(about) };
  // The file is on the default branch, or GitHub would not know the workflow.
  const isHidden = answer.status === 404 && isDefaultBranch(target, repository);
  if (answer.status === 403 || isHidden) return { unknown: unreadable(about, answer, token) };
  if (answer.status !== 404) return refusal(answer, about, target, token);
  const found = `${target.workflow} of ${target.repository} at ${target.ref}`;
  return { fault: fault("workflow-not-at-ref", ["workflow"], { found }) };
}

/** docs.github.com/en/rest/repos/contents#get-repository-content: nothing of a file over 1 MB. */
function withoutText(about: string): Unknown {
  return {
    about,
    reason: "GitHub's answer does not hold the file's text, which it gives of files up to 1 MB",
    mend: "Check without GitHub: npm run check -- --workflows DIR.",
  };
}
