import { randomBytes } from "node:crypto";
import { type Access, admit } from "./admission.ts";
import { answerApp } from "./app-endpoints.ts";
import type { Call } from "./endpoint.ts";
import { findRun } from "./endpoints.ts";
import {
  type Answer,
  isRefusal,
  notFound,
  type Refusal,
  type Request,
  type RequestHead,
  type Response,
  refuse,
  withHeaders,
} from "./message.ts";
import { findRepository } from "./repositories.ts";
import { matchPath, type Route, routeOf } from "./routes.ts";
import { missingRunPage, runPage } from "./run-page.ts";
import type { GitHubState } from "./state.ts";

/**
 * Answers a request: first what GitHub checks for every request, then the endpoint.
 * @param overLimit the refusal if the request is over a secondary limit.
 */
export async function answer(
  state: GitHubState,
  access: Access,
  request: Request,
  overLimit: Refusal | undefined,
): Promise<Response> {
  if (!request.headers["user-agent"]?.trim()) return userAgentRequired;
  const page = answerPage(state, request);
  if (page !== undefined) return page;
  const response = await answerApi(state, access, request, overLimit);
  return { ...response, headers: { ...response.headers, ...commonHeaders(state) } };
}

/** GitHub's front answers requests without a user agent, before the API sees them. */
const userAgentRequired: Response = {
  status: 403,
  headers: { "content-type": "text/html" },
  text:
    "\r\nRequest forbidden by administrative rules. Please make sure your request has a User-Agent " +
    "header (https://docs.github.com/en/rest/overview/resources-in-the-rest-api#user-agent-required). " +
    "Check https://developer.github.com for other possible causes.\r\n",
};

/** Whether a request asks for a page, which is not a matter of the API. */
export function isPageRequest(request: RequestHead): boolean {
  return matchPage(request) !== undefined;
}

/** The pages are below the host, the API below `apiPath`; only a run has a page. */
function matchPage({ method, path }: RequestHead): Record<string, string> | undefined {
  if (path === undefined || (method !== "GET" && method !== "HEAD")) return undefined;
  return matchPath([":owner", ":repo", "actions", "runs", ":id"], path);
}

function answerPage(state: GitHubState, request: RequestHead): Response | undefined {
  const parts = matchPage(request);
  if (parts === undefined) return undefined;
  const { owner = "", repo = "", id = "" } = parts;
  const repository = findRepository(state.repositories, owner, repo);
  const run = repository && findRun(state, repository, id);
  return run === undefined ? missingRunPage() : runPage(run);
}

async function answerApi(
  state: GitHubState,
  access: Access,
  request: Request,
  overLimit: Refusal | undefined,
): Promise<Response> {
  const { edition } = state;
  const toApp = await answerApp(state, access, request);
  if (toApp !== undefined) return toApp;
  const route = routeOf(edition, request);
  const admission = admit(state, access, request, overLimit);
  const root = `${edition.documentation}/rest`;
  if (admission.refusal !== undefined) {
    const { page } = admission.refusal;
    const documentation = page === undefined ? root : edition.documentation + page;
    return withHeaders(refuse(admission.refusal, documentation), admission.headers);
  }
  const { headers, ...admitted } = admission;
  const given = await answerEndpoint({ state, request, ...admitted }, route);
  const documentation = route ? edition.documentation + route.documentation : root;
  return withHeaders(isRefusal(given) ? refuse(given, documentation) : given, headers);
}

async function answerEndpoint(
  call: Omit<Call, "request" | "parameter"> & { readonly request: Request },
  route: Route | undefined,
): Promise<Answer> {
  if (route === undefined) return notFound;
  const { body } = call.request;
  if (body === undefined) return { status: 413, message: "Payload too large" };
  const parameter = (name: string) => route.parameters[name] ?? "";
  return route.endpoint({ ...call, request: { ...call.request, body }, parameter });
}

function commonHeaders({ edition }: GitHubState): Record<string, string> {
  const id = randomBytes(12).toString("hex").toUpperCase();
  const requestId = [id.slice(0, 4), id.slice(4, 10), id.slice(10, 17), id.slice(17)].join(":");
  return {
    "x-github-request-id": requestId,
    "x-github-media-type": "github.v3; format=json",
    ...(edition.enterpriseVersion && { "x-github-enterprise-version": edition.enterpriseVersion }),
  };
}
