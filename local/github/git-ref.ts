import type { Endpoints } from "@octokit/types";
import { encodePath } from "../../dispatch/github/target.ts";
import { forRepository } from "./endpoint.ts";
import { json, notFound } from "./message.ts";
import { fullName, headSha } from "./repositories.ts";
import { stableId } from "./workflows.ts";

type GitRefView = Endpoints["GET /repos/{owner}/{repo}/git/ref/{ref}"]["response"]["data"];

/**
 * `GET /repos/{owner}/{repo}/git/ref/{ref}`, for `heads/BRANCH` and `tags/TAG`; any other form, and part
 * of a name, is 404 (docs.github.com/en/rest/git/refs#get-a-reference).
 */
export const getGitRef = forRepository(
  "contents=read",
  async ({ state, parameter }, repository) => {
    const wanted = parameter("ref");
    const found = repository.refs.find(({ kind, name }) => wanted === `${spaces[kind]}/${name}`);
    if (found === undefined) return notFound;
    const ref = `refs/${wanted}`;
    const sha = headSha(repository, found);
    const git = `${state.apiUrl}/repos/${fullName(repository)}/git`;
    const view: GitRefView = {
      ref,
      node_id: `REF_${stableId(`${fullName(repository)}:${ref}`)}`,
      url: `${git}/${encodePath(ref)}`,
      object: { type: "commit", sha, url: `${git}/commits/${sha}` },
    };
    return json(200, view);
  },
);

const spaces = { branch: "heads", tag: "tags" } as const;
