import { messageOf } from "../../dispatch/github/answer.ts";
import { type Answer, bareRequest } from "../../dispatch/github/call.ts";
import { repositoryUrl, type Target, workflowUrl } from "../../dispatch/github/target.ts";
import { type TokenExpiry, tokenExpiryIn } from "../../dispatch/tokens/expiry.ts";
import type { Ask } from "./ask.ts";
import { fault } from "./finding.ts";
import { workflowNotFound } from "./not-found.ts";
import { inputLimitOf } from "./servers.ts";
import type { FoundToken, Seen } from "./tokens.ts";

/** What GitHub says about a repository: docs.github.com/en/rest/repos/repos#get-a-repository. */
export interface RepositoryFacts {
  readonly isArchived: boolean;
  readonly defaultBranch: string;
  /** How many inputs its server takes. */
  readonly maxInputs: number;
  /** When the token that asked expires; nothing if GitHub does not say. */
  readonly expiry: TokenExpiry | undefined;
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
    return { fault: fault("repository-not-found", ["repository"], { found }) };
  }
  return refusal(answer, target.repository, token);
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
  return answer.status === 404 ? askForAll(target, token, ask) : refusal(answer, about, token);
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
  if (answer.status !== 200) return refusal(answer, about, token);
  const { workflows } = fieldsOf(answer);
  const files = (Array.isArray(workflows) ? workflows : []).flatMap(
    (each: { readonly path?: unknown }) => String(each.path).split("/").at(-1) ?? [],
  );
  const missing = `the file to ${target.repository}`;
  return { fault: workflowNotFound(target.workflow, files, missing) };
}

/**
 * Whether a token may start workflows of the repository, without starting one: GitHub checks the permission
 * before it looks for the ref, and the ref of this dispatch can't exist.
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
  if (answer.status === 422) return { value: true };
  // Who sees the workflow and still gets a 404 lacks the permission to start it.
  return answer.status === 404 ? forbidden(answer, token) : refusal(answer, about, token);
}

/** What a refusal of any question means. */
export function refusal(answer: Answer, about: string, token: FoundToken): Seen<never> {
  const { status } = answer;
  if (status === 403) return forbidden(answer, token);
  const said = wordsOf(answer);
  if (status !== 401) return notTold(about, said);
  return {
    fault: fault("token-invalid", ["credential"], { found: `${token.from}: ${said}` }),
  };
}

function forbidden(answer: Answer, { from }: FoundToken): Seen<never> {
  const found = `${from}: ${wordsOf(answer)}`;
  return { fault: fault("token-forbidden", ["repository"], { found }) };
}

/** An answer that is not what was asked for, for people. */
export function wordsOf(answer: Answer): string {
  const { status } = answer;
  if (status === 200) return "GitHub's answer can't be read";
  const message = messageOf(answer);
  return `GitHub answered ${status}${message === "" ? "" : `: ${message}`}`;
}

/** That GitHub could not be asked. */
export function notTold(about: string, reason: string): Seen<never> {
  return { unknown: { about, reason, mend: "Check again when GitHub can be asked." } };
}

/** The members of an answer's JSON object. */
export function fieldsOf({ body }: Answer): Readonly<Record<string, unknown>> {
  return typeof body === "object" && body !== null ? { ...body } : {};
}
