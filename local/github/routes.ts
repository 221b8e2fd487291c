import { getContents } from "./contents.ts";
import type { Edition } from "./edition.ts";
import type { Endpoint } from "./endpoint.ts";
import {
  disableWorkflow,
  enableWorkflow,
  getRun,
  getRuns,
  getWorkflow,
  getWorkflowRuns,
  getWorkflows,
  postDispatch,
} from "./endpoints.ts";
import { getGitRef } from "./git-ref.ts";
import type { RequestHead } from "./message.ts";
import { getRepository } from "./repository.ts";
import { getUser } from "./user.ts";

/** An endpoint that a request has reached. */
export interface Route {
  readonly endpoint: Endpoint;
  /** Its page below the edition's documentation. */
  readonly documentation: string;
  /** The variable parts of the path. */
  readonly parameters: Readonly<Record<string, string>>;
}

const workflows = "/rest/actions/workflows#";
const workflowRuns = "/rest/actions/workflow-runs#";

const table: readonly (readonly [method: string, path: string, Endpoint, documentation: string])[] =
  [
    ["GET", "user", getUser, "/rest/users/users#get-the-authenticated-user"],
    ["GET", "repos/:owner/:repo", getRepository, "/rest/repos/repos#get-a-repository"],
    [
      "GET",
      "repos/:owner/:repo/actions/workflows",
      getWorkflows,
      `${workflows}list-repository-workflows`,
    ],
    [
      "GET",
      "repos/:owner/:repo/actions/workflows/:workflow_id",
      getWorkflow,
      `${workflows}get-a-workflow`,
    ],
    [
      "POST",
      "repos/:owner/:repo/actions/workflows/:workflow_id/dispatches",
      postDispatch,
      `${workflows}create-a-workflow-dispatch-event`,
    ],
    [
      "PUT",
      "repos/:owner/:repo/actions/workflows/:workflow_id/enable",
      enableWorkflow,
      `${workflows}enable-a-workflow`,
    ],
    [
      "PUT",
      "repos/:owner/:repo/actions/workflows/:workflow_id/disable",
      disableWorkflow,
      `${workflows}disable-a-workflow`,
    ],
    [
      "GET",
      "repos/:owner/:repo/actions/workflows/:workflow_id/runs",
      getWorkflowRuns,
      `${workflowRuns}list-workflow-runs-for-a-workflow`,
    ],
    [
      "GET",
      "repos/:owner/:repo/actions/runs",
      getRuns,
      `${workflowRuns}list-workflow-runs-for-a-repository`,
    ],
    ["GET", "repos/:owner/:repo/actions/runs/:run_id", getRun, `${workflowRuns}get-a-workflow-run`],
    [
      "GET",
      "repos/:owner/:repo/contents/:path*",
      getContents,
      "/rest/repos/contents#get-repository-content",
    ],
    ["GET", "repos/:owner/:repo/git/ref/:ref*", getGitRef, "/rest/git/refs#get-a-reference"],
  ];

/** The endpoint that a request reaches; HEAD reaches what GET reaches. */
export function routeOf(edition: Edition, request: RequestHead): Route | undefined {
  const path = belowApi(edition, request);
  return path && findRoute(request.method, path);
}

/** The parts of the path below the API's own; undefined for a path elsewhere. */
export function belowApi(
  { apiPath }: Edition,
  { path }: RequestHead,
): readonly string[] | undefined {
  const start = apiPath.split("/").filter((part) => part !== "");
  return start.every((part, index) => path?.[index] === part)
    ? path?.slice(start.length)
    : undefined;
}

function findRoute(method: string, path: readonly string[]): Route | undefined {
  const wanted = method === "HEAD" ? "GET" : method;
  for (const [known, pattern, endpoint, documentation] of table) {
    const parameters = known === wanted ? matchPath(pattern.split("/"), path) : undefined;
    if (parameters !== undefined) return { endpoint, documentation, parameters };
  }
  return undefined;
}

/**
 * The variable parts, or undefined if the path is not of that form. A last part such as `:path*` takes
 * all that is left of the path, which is at least one part.
 */
export function matchPath(
  pattern: readonly string[],
  path: readonly string[],
): Record<string, string> | undefined {
  const last = pattern.at(-1) ?? "";
  if (last.endsWith("*")) {
    const rest = path.slice(pattern.length - 1);
    if (rest.includes("")) return undefined;
    const before = path.slice(0, pattern.length - 1);
    return matchPath([...pattern.slice(0, -1), last.slice(0, -1)], [...before, rest.join("/")]);
  }
  if (pattern.length !== path.length) return undefined;
  const parameters: [string, string][] = [];
  for (const [index, step] of pattern.entries()) {
    const part = path[index] ?? "";
    if (step.startsWith(":") && part !== "") parameters.push([step.slice(1), part]);
    else if (step !== part) return undefined;
  }
  return Object.fromEntries(parameters);
}
