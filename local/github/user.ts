import { requiresAuthentication } from "./authorization.ts";
import type { Endpoint } from "./endpoint.ts";
import { json } from "./message.ts";
import { notForInstallations } from "./permissions.ts";
import { actor } from "./runs.ts";

/**
 * `GET /user` (docs.github.com/en/rest/users/users#get-the-authenticated-user). The endpoint is not among
 * those of docs.github.com/en/rest/authentication/endpoints-available-for-github-app-installation-access-tokens.
 */
export const getUser: Endpoint = async ({ state, caller }) => {
  if (caller.kind === "nobody") return requiresAuthentication;
  if (caller.kind === "installation") return notForInstallations;
  const { login } = actor;
  const url = `${state.apiUrl}/users/${login}`;
  return json(200, {
    ...actor,
    node_id: `U_${actor.id}`,
    url,
    html_url: `${state.webUrl}/${login}`,
  });
};
