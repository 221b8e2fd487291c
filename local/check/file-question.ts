import { type Answer, bareRequest } from "../../dispatch/github/call.ts";
import { refName, repositoryUrl, type Target } from "../../dispatch/github/target.ts";
import type { Ask } from "./ask.ts";
import { fault, type Unknown } from "./finding.ts";
import {
  fieldsOf,
  notTold,
  type RepositoryFacts,
  refusal,
  type WorkflowFacts,
  wordsOf,
} from "./questions.ts";
import type { FoundToken, Seen } from "./tokens.ts";

/**
 * Asks for the text of a workflow's file at the ref of a target:
 * docs.github.com/en/rest/repos/contents#get-repository-content.
 */
export async function askForFile(
  target: Target,
  { path }: WorkflowFacts,
  { defaultBranch }: RepositoryFacts,
  token: FoundToken,
  ask: Ask,
): Promise<Seen<string>> {
  const url = `${repositoryUrl(target)}/contents/${encodePath(path)}?ref=${encodeURIComponent(target.ref)}`;
  const answer = await ask(bareRequest("GET", url, token.authorization));
  const about = `${target.workflow} of ${target.repository} at ${target.ref}`;
  if (!("status" in answer)) return notTold(about, answer.reason);
  const { content, encoding } = fieldsOf(answer);
  if (answer.status === 200 && typeof content === "string" && encoding === "base64") {
    return { value: Buffer.from(content, "base64").toString("utf8") };
  }
  if (answer.status === 200) return { unknown: withoutText(about) };
  if (answer.status === 403) return { unknown: unreadable(about, answer, token) };
  if (answer.status !== 404) return refusal(answer, about, token);
  // The file is on the default branch, or GitHub would not know the workflow.
  if (isBranch(target, defaultBranch)) return { unknown: unreadable(about, answer, token) };
  return askForRef(target, about, token, ask);
}

/** Whether it is the ref that does not exist: docs.github.com/en/rest/git/refs#get-a-reference. */
async function askForRef(
  target: Target,
  about: string,
  token: FoundToken,
  ask: Ask,
): Promise<Seen<never>> {
  for (const space of ["heads", "tags"]) {
    const isOther = target.ref.startsWith("refs/") && !target.ref.startsWith(`refs/${space}/`);
    if (isOther) continue;
    const url = `${repositoryUrl(target)}/git/ref/${space}/${encodePath(refName(target))}`;
    const answer = await ask(bareRequest("GET", url, token.authorization));
    if (!("status" in answer)) return notTold(about, answer.reason);
    if (answer.status === 403) return { unknown: unreadable(about, answer, token) };
    if (answer.status === 200) {
      const found = `${target.workflow} at ${target.ref}`;
      return { fault: fault("workflow-not-at-ref", ["workflow"], { found }) };
    }
  }
  return { fault: fault("ref-not-found", ["ref"], { found: target.ref }) };
}

function isBranch(target: Target, branch: string): boolean {
  return refName(target) === branch && !target.ref.startsWith("refs/tags/");
}

/** docs.github.com/en/rest/repos/contents#get-repository-content: nothing of a file over 1 MB. */
function withoutText(about: string): Unknown {
  return {
    about,
    reason: "GitHub's answer does not hold the file's text, which it gives of files up to 1 MB",
    mend: "Check without GitHub: --workflows DIR.",
  };
}

/** A token that may start workflows need not be one that may read files. */
function unreadable(about: string, answer: Answer, { from }: FoundToken): Unknown {
  return {
    about,
    reason: `the file can't be read with ${from}: ${wordsOf(answer)}`,
    mend: "Check with a token that has Contents: read too (GITHUB_TOKEN, or gh auth login), or without GitHub: --workflows DIR.",
  };
}

function encodePath(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}
