import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { GitHub } from "../../../local/github/server.ts";
import { dispatch, get, readCases, startTestGitHub } from "./requests.ts";

/** A query and the numbers of the runs it finds, or the status it is refused with. */
interface FilterCase {
  readonly query: string;
  readonly runs?: readonly number[];
  readonly total?: number;
  readonly status?: number;
  /** Pages that the `Link` header names. */
  readonly prev?: number;
  readonly first?: number;
  readonly next?: number;
  readonly last?: number;
}

const refs = ["main", "main", "feature/x", "main", "v1", "main"];
const times = ["01T00:00:01.400", "01T00:00:02", "01T00:00:03", "01T00:00:04", "01T00:00:05"];

let github: GitHub;
let now = new Date(0);
beforeEach(async () => {
  github = await startTestGitHub({ now: () => now });
  for (const [index, ref] of refs.entries()) {
    now = new Date(`2026-05-${times[index] ?? "02T00:00:00"}Z`);
    await dispatch(github, { name: ref, body: { ref }, status: 204 });
  }
});
afterEach(() => github.close());

interface RunList {
  readonly total_count: number;
  readonly workflow_runs: readonly { readonly run_number: number }[];
}

describe.each([
  ["of a repository", "/repos/acme/demo/actions/runs"],
  ["of a workflow", "/repos/acme/demo/actions/workflows/hello.yml/runs"],
])("runs %s", (_, path) => {
  test.each(readCases<FilterCase>("run-filters.json"))("?$query", async (one) => {
    const response = await get(github, `${path}?${one.query}`);
    expect(response.status).toBe(one.status ?? 200);
    if (one.runs === undefined) return;
    const { total_count, workflow_runs } = (await response.json()) as RunList;
    expect(workflow_runs.map(({ run_number }) => run_number)).toEqual(one.runs);
    expect(total_count).toBe(one.total ?? one.runs.length);
    const { prev, first, next, last } = one;
    expect(linksOf(response)).toEqual({ prev, first, next, last });
  });
});

function linksOf(response: Response) {
  const link = response.headers.get("link") ?? "";
  const pages = [...link.matchAll(/[?&]page=(\d+)[^>]*>; rel="(\w+)"/g)];
  const found = Object.fromEntries(pages.map(([, page, relation]) => [relation, Number(page)]));
  return { prev: found.prev, first: found.first, next: found.next, last: found.last };
}

test("a workflow's list leaves out the runs of others", async () => {
  await dispatch(github, { name: "other", workflow: "plain.yml", status: 204 });
  const response = await get(github, "/repos/acme/demo/actions/workflows/plain.yml/runs");
  const { total_count, workflow_runs } = (await response.json()) as RunList;
  expect(total_count).toBe(1);
  expect(workflow_runs).toMatchObject([{ run_number: 1, path: ".github/workflows/plain.yml" }]);
});

test("a repository's list leaves out the runs of others", async () => {
  const response = await get(github, "/repos/acme/own/actions/runs");
  expect(await response.json()).toEqual({ total_count: 0, workflow_runs: [] });
});

test("a run has GitHub's fields and the inputs", async () => {
  const id = github.runs()[2]?.id;
  const response = await get(github, `/repos/acme/demo/actions/runs/${id}`);
  expect(response.status).toBe(200);
  const workflow = await get(github, "/repos/acme/demo/actions/workflows/hello.yml");
  const { id: workflowId } = (await workflow.json()) as { id: number };
  expect(await response.json()).toMatchObject({
    id,
    name: "Hello",
    display_title: "Hello from CLI on feature/x",
    path: ".github/workflows/hello.yml",
    event: "workflow_dispatch",
    status: "queued",
    conclusion: null,
    head_branch: "feature/x",
    workflow_id: workflowId,
    run_number: 3,
    run_attempt: 1,
    created_at: "2026-05-01T00:00:03Z",
    actor: { login: "stand-in" },
    repository: { full_name: "acme/demo" },
    url: `${github.url}/repos/acme/demo/actions/runs/${id}`,
    html_url: `${github.url}/acme/demo/actions/runs/${id}`,
    inputs: { source: "CLI" },
  });
});

test.each(["1", "x", "10000000099", "10000000001.0"])("no run %s", async (id) => {
  expect((await get(github, `/repos/acme/demo/actions/runs/${id}`)).status).toBe(404);
});

test("a run belongs to its repository alone", async () => {
  const id = github.runs()[0]?.id;
  expect((await get(github, `/repos/acme/own/actions/runs/${id}`)).status).toBe(404);
  expect((await fetch(`${github.url}/acme/own/actions/runs/${id}`)).status).toBe(404);
});

test("a run's page needs no token and escapes what a caller can set", async () => {
  const source = `<script>alert("x")</script>&'`;
  const body = { ref: "main", inputs: { source } };
  const version = "2026-03-10";
  const response = await dispatch(github, { name: "page", body, version, status: 200 });
  const { html_url } = (await response.json()) as { html_url: string };
  const page = await fetch(html_url);
  expect(page.status).toBe(200);
  expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
  const text = await page.text();
  expect(text).not.toContain("<script");
  expect(text).toContain("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&amp;&#39;");
  expect(text).toContain("acme/demo");
});

test("a page for a missing run", async () => {
  const page = await fetch(`${github.url}/acme/demo/actions/runs/7`);
  expect(page.status).toBe(404);
  expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
});
