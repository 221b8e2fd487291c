import { bareRequest } from "../../dispatch/github/call.ts";
import { refName, repositoryUrl, type Target, workflowUrl } from "../../dispatch/github/target.ts";
import { type TokenExpiry, tokenExpiryIn } from "../../dispatch/tokens/expiry.ts";
import { fieldsOf, notTold, refusal } from "./answers.ts";
import type { Ask } from "./ask.ts";
import { type FoundToken, faultOfToken, type Seen } from "./found-token.ts";
import { workflowNotFound } from "./not-found.ts";
import { inputLimitOf } from "./servers.ts";

/** What GitHub says about a repository: docs.github.com/en/rest/repos/repos#get-a-repository. */
export interface RepositoryFacts {
  readonly isArchived: boolean;
  readonly defaultBranch: string;
  /** How many inputs its server takes. */
  readonly maxInputs: number;
  /** When the token that asked expires; nothing if GitHub does not say. */
  readonly expiry: TokenExpiry | undefined;
}

/** Whether a target's ref is the branch that all workflows are on. */
export function isDefaultBranch(target: Target, { defaultBranch }: RepositoryFacts): boolean {
  return refName(target) === defaultBranch && !target.ref.startsWith("refs/tags/");
}

/** What GitHub says about a workflow: docs.github.com/en/rest/actions/workflows#get-a-workflow. */
export interface WorkflowFacts {
  /** Of its file in the repository. */
  readonly path: string;
  readonly state: string;
}

/** Asks for the repository of a target. */
export async function askForRepository(
  target: Target,
  token: FoundToken,
  ask: Ask,
  now: number,
): Promise<Seen<RepositoryFacts>> {
  const answer = await ask(bareRequest("GET", repositoryUrl(target), token.authorization));
  if (!("status" in answer)) return notTold(target.repository, answer.reason);
  const { archived, default_branch: defaultBranch } = fieldsOf(answer);
  if (answer.status === 200 && typeof defaultBranch === "string") {
    const maxInputs = inputLimitOf(answer.headers.get("x-github-enterprise-version") ?? undefined);
    const expiry = tokenExpiryIn(answer.headers, token.from, now);
    return { value: { isArchived: archived === true, defaultBranch, maxInputs, expiry } };
  }
  if (answer.status === 404) {
    const found = `${target.repository}, seen with ${token.from}`;
    return { fault: faultOfToken("repository-not-found", ["repository"], token, found) };
  }
  return refusal(answer, target.repository, target, token);
}

/** Asks for the workflow of a target, as it is on the default branch. */
export async function askForWorkflow(
  target: Target,
  token: FoundToken,
  ask: Ask,
): Promise<Seen<WorkflowFacts>> {
  const answer = await ask(bareRequest("GET", workflowUrl(target), token.authorization));
  const about = `${target.workflow} of ${target.repository}`;
  if (!("status" in answer)) return notTold(about, answer.reason);
  const { path, state } = fieldsOf(answer);
  if (answer.status === 200 && typeof path === "string" && typeof state === "string") {
    return { value: { path, state } };
  }
  return answer.status === 404
    ? askForAll(target, token, ask)
    : refusal(answer, about, target, token);
}

/** Which workflows there are, where the one that is named is not among them. */
async function askForAll(
  target: Target,
  token: FoundToken,
  ask: Ask,
): Promise<Seen<WorkflowFacts>> {
  const url = `${repositoryUrl(target)}/actions/workflows?per_page=100`;
  const answer = await ask(bareRequest("GET", url, token.authorization));
  const about = `the workflows of ${target.repository}`;
  if (!("status" in answer)) return notTold(about, answer.reason);
  if (answer.status !== 200) return refusal(answer, about, target, token);
  const { workflows } = fieldsOf(answer);
  const files = (Array.isArray(workflows) ? workflows : []).flatMap(
    (each: { readonly path?: unknown }) => String(each.path).split("/").at(-1) ?? [],
  );
  const missing = `the file to ${target.repository}`;
  return { fault: workflowNotFound(target.workflow, files, missing) };
}
