import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadRepositories } from "../../../local/github/repositories.ts";
import { type GitHub, startGitHub } from "../../../local/github/server.ts";
import { dispatch, get, loadTestRepositories, startTestGitHub, workflows } from "./requests.ts";

let github: GitHub;
beforeEach(async () => {
  github = await startTestGitHub();
});
afterEach(() => github.close());

interface WorkflowList {
  readonly total_count: number;
  readonly workflows: readonly { id: number; name: string; path: string; state: string }[];
}

test("a repository", async () => {
  const response = await get(github, "/repos/ACME/demo");
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({
    name: "demo",
    full_name: "acme/demo",
    default_branch: "main",
    owner: { login: "acme" },
    url: `${github.url}/repos/acme/demo`,
    html_url: `${github.url}/acme/demo`,
  });
  expect((await get(github, "/repos/acme/missing")).status).toBe(404);
});

test("workflows are listed by file, those that cannot be parsed by their path", async () => {
  const response = await get(github, "/repos/acme/demo/actions/workflows?per_page=100");
  const { total_count, workflows: listed } = (await response.json()) as WorkflowList;
  expect(total_count).toBe(listed.length);
  const named = Object.fromEntries(listed.map(({ path, name }) => [path, name]));
  expect(named).toMatchObject({
    ".github/workflows/hello.yml": "Hello",
    ".github/workflows/list.yaml": "List",
    ".github/workflows/plain.yml": ".github/workflows/plain.yml",
    ".github/workflows/bad-permission.yml": ".github/workflows/bad-permission.yml",
    ".github/workflows/empty.yml": ".github/workflows/empty.yml",
  });
  expect(Object.keys(named)).not.toContain(".github/workflows/notes.txt");
  expect(new Set(listed.map(({ id }) => id)).size).toBe(total_count);
});

test("the list of workflows has pages", async () => {
  const response = await get(github, "/repos/acme/demo/actions/workflows?per_page=1&page=2");
  expect(((await response.json()) as WorkflowList).workflows).toHaveLength(1);
  expect(response.headers.get("link")).toContain('rel="next"');
});

test("a workflow's id stands for its file name and outlives a restart", async () => {
  const path = "/repos/acme/demo/actions/workflows";
  const byName = await (await get(github, `${path}/hello.yml`)).json();
  const { id } = byName as { id: number };
  await github.close();
  github = await startTestGitHub();
  expect(await (await get(github, `${path}/${id}`)).json()).toMatchObject({ id, name: "Hello" });
  const response = await dispatch(github, { name: "id", workflow: String(id), status: 204 });
  expect(response.status).toBe(204);
  expect(github.runs()).toMatchObject([{ workflow_id: id }]);
});

test("a workflow is switched off and on again over HTTP", async () => {
  const path = "/repos/acme/demo/actions/workflows/hello.yml";
  const put = (what: string) => get(github, `${path}/${what}`, { ...authorized, method: "PUT" });
  const stateOf = async () => ((await (await get(github, path)).json()) as { state: string }).state;
  expect((await put("disable")).status).toBe(204);
  expect(await stateOf()).toBe("disabled_manually");
  expect((await dispatch(github, { name: "off", status: 422 })).status).toBe(422);
  expect((await put("enable")).status).toBe(204);
  expect(await stateOf()).toBe("active");
  expect((await dispatch(github, { name: "on", status: 204 })).status).toBe(204);
});

const authorized = { headers: { authorization: "Bearer first-token", "user-agent": "tests" } };

test("a workflow that GitHub disabled for inactivity can be enabled", async () => {
  await github.disableWorkflow("acme/demo", "hello.yml", "disabled_inactivity");
  const path = "/repos/acme/demo/actions/workflows/hello.yml";
  expect(await (await get(github, path)).json()).toMatchObject({ state: "disabled_inactivity" });
  expect((await dispatch(github, { name: "off", status: 422 })).status).toBe(422);
  expect((await get(github, `${path}/enable`, { ...authorized, method: "PUT" })).status).toBe(204);
  expect(await (await get(github, path)).json()).toMatchObject({ state: "active" });
  expect((await dispatch(github, { name: "on", status: 204 })).status).toBe(204);
});

test("a workflow that is not there cannot be disabled", async () => {
  await expect(github.disableWorkflow("acme/demo", "missing.yml")).rejects.toThrow(
    "no workflow missing.yml in acme/demo",
  );
  await expect(github.disableWorkflow("acme", "hello.yml")).rejects.toThrow("in acme.");
  const path = "/repos/acme/demo/actions/workflows/missing.yml/disable";
  expect((await get(github, path, { ...authorized, method: "PUT" })).status).toBe(404);
});

test("folders make repositories and refs", async () => {
  const repositories = await loadTestRepositories();
  expect([...repositories.keys()].toSorted()).toEqual(["acme/demo", "acme/own"]);
  expect(repositories.get("acme/own")).toMatchObject({
    defaultRef: { name: "main", kind: "branch" },
    refs: [
      { name: "main", kind: "branch" },
      { name: "v2", kind: "tag" },
      { name: "release", kind: "branch" },
    ],
  });
  expect(repositories.get("acme/demo")?.refs).toEqual([
    { name: "main", kind: "branch", folder: workflows },
    { name: "feature/x", kind: "branch", folder: workflows },
    { name: "v1", kind: "tag", folder: workflows },
  ]);
});

test.each([
  [["develop", "main"], "main"],
  [["refs/tags/v1", "develop", "release"], "develop"],
  [["refs/tags/v1"], "v1"],
])("of the refs %j the default is %s", async (refs, name) => {
  const repositories = await loadRepositories(workflows, { repositories: { "a/b": refs } });
  expect(repositories.get("a/b")?.defaultRef?.name).toBe(name);
});

test.each(["demo", "acme/", "/demo", "acme/demo/x", ""])("%j is no repository", async (name) => {
  const loading = loadRepositories(workflows, { repositories: { [name]: ["main"] } });
  await expect(loading).rejects.toThrow("owner/repo");
});

test("a folder that is not there is an error", async () => {
  const missing = join(workflows, "missing");
  await expect(loadRepositories(missing, { repositories: {} })).rejects.toThrow("missing");
});

test("a workflow may be edited, added and removed while the stand-in runs", async () => {
  const folder = await mkdtemp(join(tmpdir(), "workflows-"));
  await mkdir(join(folder, "acme", "edited"), { recursive: true });
  const repositories = await loadRepositories(folder, { repositories: {} });
  const other = await startGitHub({ repositories, tokens: undefined });
  const file = join(folder, "acme", "edited", "new.yml");
  const statusOf = async () => {
    const one = { name: "edited", repository: "acme/edited", workflow: "new.yml", status: 0 };
    return (await dispatch(other, one)).status;
  };
  const jobs = "jobs: { a: { runs-on: ubuntu-latest, steps: [{ run: echo }] } }";
  try {
    expect(await statusOf()).toBe(404);
    await writeFile(file, `on: push\n${jobs}\n`);
    expect(await statusOf()).toBe(422);
    await writeFile(file, `on: workflow_dispatch\n${jobs}\n`);
    expect(await statusOf()).toBe(204);
    await rm(file);
    expect(await statusOf()).toBe(404);
  } finally {
    await other.close();
    await rm(folder, { recursive: true });
  }
});
