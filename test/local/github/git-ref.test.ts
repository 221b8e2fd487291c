import { afterEach, beforeEach, expect, test } from "vitest";
import type { GitHub } from "../../../local/github/server.ts";
import { dispatch, get, readCases, startTestGitHub } from "./requests.ts";

let github: GitHub;
beforeEach(async () => {
  github = await startTestGitHub();
});
afterEach(() => github.close());

/** A path below `git/ref/`, and what it is answered with. */
interface RefCase {
  readonly path: string;
  /** `acme/demo` by default. */
  readonly repository?: string;
  readonly status: number;
  /** As the answer names it. */
  readonly ref?: string;
}

test.each(readCases<RefCase>("git-refs.json"))("git/ref/$path of $repository", async (one) => {
  const repository = one.repository ?? "acme/demo";
  const response = await get(github, `/repos/${repository}/git/ref/${one.path}`);
  expect(response.status).toBe(one.status);
  const answer = await response.json();
  if (one.status !== 200) {
    expect(answer).toMatchObject({ message: "Not Found", status: "404" });
    return;
  }
  const git = `${github.url}/repos/acme/demo/git`;
  const sha = expect.stringMatching(/^[0-9a-f]{40}$/);
  const url = expect.stringContaining(`${git}/commits/`);
  expect(answer).toMatchObject({
    ref: one.ref,
    node_id: expect.stringMatching(/^REF_/),
    url: `${git}/${one.ref}`,
    object: { type: "commit", sha, url },
  });
});

test("a ref leads to the commit that runs have, which contents take too", async () => {
  await dispatch(github, { name: "a run", body: { ref: "feature/x" }, status: 204 });
  const response = await get(github, "/repos/acme/demo/git/ref/heads/feature/x");
  const sha = github.runs()[0]?.head_sha;
  expect(await response.json()).toMatchObject({ object: { sha } });
  const path = "/repos/acme/demo/contents/.github/workflows/hello.yml";
  expect((await get(github, `${path}?ref=${sha}`)).status).toBe(200);
  expect((await get(github, `${path}?ref=${sha?.slice(1)}`)).status).toBe(404);
});
