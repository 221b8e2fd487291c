import { type Access, selectVersion } from "./admission.ts";
import { getInstallation } from "./installation.ts";
import { createInstallationToken } from "./installation-token.ts";
import { isRefusal, type Request, type Response, refuse, withHeaders } from "./message.ts";
import { belowApi, matchPath } from "./routes.ts";
import type { GitHubState } from "./state.ts";

/**
 * Answers what an App asks with its JSON Web Token, which is no token of the stand-in's list and counts
 * for no rate limit here; undefined for a request of another kind.
 */
export async function answerApp(
  state: GitHubState,
  access: Access,
  request: Request,
): Promise<Response | undefined> {
  const found = findAppEndpoint(state, access, request);
  if (found === undefined) return undefined;
  const documentation = `${state.edition.documentation}/rest/apps/apps#${found.page}`;
  const { apiVersion, headers, refusal } = selectVersion(state, request);
  const answer = apiVersion === undefined ? refusal : await found.endpoint();
  return withHeaders(isRefusal(answer) ? refuse(answer, documentation) : answer, headers);
}

function findAppEndpoint(state: GitHubState, access: Access, request: Request) {
  const path = belowApi(state.edition, request) ?? [];
  const installation = matchPath(["app", "installations", ":id"], path)?.id;
  const reads = request.method === "GET" || request.method === "HEAD";
  if (installation !== undefined && reads) {
    return {
      page: "get-an-installation-for-the-authenticated-app",
      endpoint: () => getInstallation(state, request, installation),
    };
  }
  const forToken = matchPath(["app", "installations", ":id", "access_tokens"], path)?.id;
  if (forToken === undefined || request.method !== "POST") return undefined;
  return {
    page: "create-an-installation-access-token-for-an-app",
    endpoint: () => createInstallationToken(state, access, request, forToken),
  };
}
