import type { Endpoints } from "@octokit/types";
import { forRepository } from "./endpoint.ts";
import { json } from "./message.ts";
import type { Caller } from "./permissions.ts";
import { fullName, keyOf, type Repository } from "./repositories.ts";
import type { GitHubState } from "./state.ts";
import { stableId } from "./workflows.ts";

/** `GET /repos/{owner}/{repo}` */
export const getRepository = forRepository("metadata=read", async ({ state, caller }, repository) =>
  json(200, { ...viewRepository(state, repository), ...viewRole(caller) }),
);

type RepositoryView = Endpoints["GET /repos/{owner}/{repo}"]["response"]["data"];

function viewRepository(state: GitHubState, repository: Repository) {
  const { owner, name, defaultRef } = repository;
  const view: Pick<
    RepositoryView,
    | "id"
    | "name"
    | "full_name"
    | "private"
    | "default_branch"
    | "archived"
    | "disabled"
    | "url"
    | "html_url"
  > = {
    id: stableId(fullName(repository)),
    name,
    full_name: fullName(repository),
    private: state.private.has(keyOf(repository)),
    default_branch: defaultRef?.name ?? "main",
    archived: state.archived.has(keyOf(repository)),
    disabled: false,
    url: `${state.apiUrl}/repos/${fullName(repository)}`,
    html_url: `${state.webUrl}/${fullName(repository)}`,
  };
  return { ...view, owner: { login: owner, id: stableId(owner), type: "Organization" } };
}

/** The role of the user, who may write, whatever the token may do. */
function viewRole({ kind }: Caller): Pick<RepositoryView, "permissions"> {
  if (kind !== "user") return {};
  return { permissions: { admin: false, maintain: false, push: true, triage: true, pull: true } };
}
