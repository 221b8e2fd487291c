import { type Answer, notFound, type Refusal, type Request } from "./message.ts";
import { type Caller, checkPermission, type Permission } from "./permissions.ts";
import { findRepository, keyOf, type Repository } from "./repositories.ts";
import type { GitHubState } from "./state.ts";
import { findWorkflow, type Workflow } from "./workflows.ts";

/** A request that has passed the checks which all endpoints share. */
export interface Call {
  readonly state: GitHubState;
  readonly caller: Caller;
  /** The repositories that the caller can't see, by `owner/repo` in lower case. */
  readonly hidden: ReadonlySet<string>;
  readonly request: Request & { readonly body: Uint8Array };
  readonly apiVersion: string;
  /** The value of a part of the path, such as `owner`. */
  readonly parameter: (name: string) => string;
}

/** Answers one method of one path. */
export type Endpoint = (call: Call) => Promise<Answer>;

/** GitHub's answer to all that would change an archived repository. */
const archived: Refusal = { status: 403, message: "Repository was archived so is read-only." };

/**
 * An endpoint of a repository: 404 if there is none or the caller can't see it, then 403 if the caller
 * may not do this, or nobody may. All of it comes before anything else of the request is looked at.
 */
export function forRepository(
  permission: Permission,
  answer: (call: Call, repository: Repository) => Promise<Answer>,
): Endpoint {
  return async (call) => {
    const { state, caller, hidden, parameter } = call;
    const repository = findRepository(state.repositories, parameter("owner"), parameter("repo"));
    if (repository === undefined || hidden.has(keyOf(repository))) return notFound;
    const refusal = checkPermission(caller, permission);
    if (refusal !== undefined) return refusal;
    if (permission.endsWith("=write") && state.archived.has(keyOf(repository))) return archived;
    return answer(call, repository);
  };
}

/** An endpoint of a workflow: 404 too if the repository has no such workflow. */
export function forWorkflow(
  permission: Permission,
  answer: (call: Call, workflow: Workflow) => Promise<Answer>,
): Endpoint {
  return forRepository(permission, async (call, repository) => {
    const workflow = await findWorkflow(repository, call.parameter("workflow_id"));
    return workflow === undefined ? notFound : answer(call, workflow);
  });
}
