import type { Endpoints } from "@octokit/types";
import { findInstallation } from "./app-jwt.ts";
import { type InstalledApp, permissionsOf } from "./installation-token.ts";
import { type Answer, json, type Request } from "./message.ts";
import type { GitHubState } from "./state.ts";
import { timestamp } from "./timestamp.ts";
import { stableId } from "./workflows.ts";

/**
 * Answers an App's signed request for one of its installations
 * (docs.github.com/en/rest/apps/apps#get-an-installation-for-the-authenticated-app).
 */
export async function getInstallation(
  state: GitHubState,
  request: Request,
  installationId: string,
): Promise<Answer> {
  const { app, refusal } = await findInstallation(state, request, installationId);
  return refusal ?? json(200, viewInstallation(state, app));
}

type InstallationView = Endpoints["GET /app/installations/{installation_id}"]["response"]["data"];

/** It is installed in all repositories; the account is the first one's owner. */
function viewInstallation(state: GitHubState, app: InstalledApp) {
  const [repository] = state.repositories.values();
  const login = repository?.owner ?? "stand-in";
  const since = timestamp(new Date(0));
  const url = `${state.apiUrl}/app/installations/${app.installationId}`;
  const page = `${state.webUrl}/organizations/${login}/settings/installations`;
  const view: Omit<InstallationView, "account"> = {
    id: app.installationId,
    app_id: app.id,
    app_slug: `app-${app.id}`,
    target_id: stableId(login),
    target_type: "Organization",
    permissions: permissionsOf(app),
    events: [],
    repository_selection: "all",
    access_tokens_url: `${url}/access_tokens`,
    repositories_url: `${state.apiUrl}/installation/repositories`,
    html_url: `${page}/${app.installationId}`,
    created_at: since,
    updated_at: since,
    single_file_name: null,
    suspended_at: null,
    suspended_by: null,
  };
  return { ...view, account: { login, id: stableId(login), type: "Organization" } };
}
