import { bareRequest } from "../../dispatch/github/call.ts";
import { encodePath, repositoryUrl, type Target } from "../../dispatch/github/target.ts";
import { notTold, refusal, unreadable } from "./answers.ts";
import type { Ask } from "./ask.ts";
import { fault } from "./finding.ts";
import type { FoundToken, Seen } from "./found-token.ts";
import { isDefaultBranch, type RepositoryFacts } from "./questions.ts";

/**
 * Whether the ref of a target exists: docs.github.com/en/rest/git/refs#get-a-reference. The contents API would
 * take a commit, too, which a dispatch does not.
 */
export async function askForRef(
  target: Target,
  repository: RepositoryFacts,
  token: FoundToken,
  ask: Ask,
): Promise<Seen<true>> {
  if (isDefaultBranch(target, repository)) return { value: true };
  const about = `${target.ref} of ${target.repository}`;
  const find = async (ref: string): Promise<Seen<true> | "none"> => {
    const url = `${repositoryUrl(target)}/git/ref/${encodePath(ref)}`;
    const answer = await ask(bareRequest("GET", url, token.authorization));
    if (!("status" in answer)) return notTold(about, answer.reason);
    if (answer.status === 200) return { value: true };
    if (answer.status === 403) return { unknown: unreadable(about, answer, token) };
    return answer.status === 404 ? "none" : refusal(answer, about, target, token);
  };
  for (const ref of spellings(target)) {
    const found = await find(ref);
    if (found !== "none") return found;
  }
  // To who may not read a repository's content, GitHub may say of everything in it that it is not there.
  const proof = await find(`heads/${repository.defaultBranch}`);
  if (proof === "none") return { unknown: unreadable(about, undefined, token) };
  if (proof.value === undefined) return proof;
  return {
    fault: fault("ref-not-found", ["ref"], { found: `${target.ref} of ${target.repository}` }),
  };
}

function spellings(target: Target): readonly string[] {
  const full = /^refs\/((?:heads|tags)\/.+)$/.exec(target.ref)?.[1];
  return full === undefined ? [`heads/${target.ref}`, `tags/${target.ref}`] : [full];
}
