import { afterEach, beforeEach, expect, test } from "vitest";
import type { GitHub } from "../../../local/github/server.ts";
import { readCases, startTestGitHub } from "./requests.ts";

const asks = {
  dispatch: ["POST", "actions/workflows/WORKFLOW/dispatches"],
  enable: ["PUT", "actions/workflows/WORKFLOW/enable"],
  disable: ["PUT", "actions/workflows/WORKFLOW/disable"],
  workflow: ["GET", "actions/workflows/WORKFLOW"],
  workflows: ["GET", "actions/workflows"],
  runs: ["GET", "actions/runs"],
  contents: ["GET", "contents/.github/workflows"],
  ref: ["GET", "git/ref/heads/main"],
  repository: ["GET", ""],
  user: ["GET", "/user"],
} as const;

/** What somebody asks for, and whether it is given. */
interface PermissionCase {
  readonly name: string;
  /** Null for none. */
  readonly token: string | null;
  readonly ask: keyof typeof asks;
  /** `acme/demo` by default. */
  readonly repository?: string;
  /** `hello.yml` by default. */
  readonly workflow?: string;
  readonly body?: string;
  /** 403 if a permission is missing. */
  readonly status?: number;
  readonly message?: string;
  /** The permission that is missing. */
  readonly needs?: string;
}

let github: GitHub;
beforeEach(async () => {
  github = await startTestGitHub({
    tokens: [...Object.keys(permissions), "unlisted", "blind"],
    permissions,
    archived: ["ACME/own"],
    hidden: { blind: ["acme/DEMO"], nobody: ["acme/own"] },
  });
});
afterEach(() => github.close());

const permissions = {
  all: {},
  "writes-actions": { actions: "write" },
  "reads-actions": { actions: "read" },
  "no-actions": { actions: "none" },
  "reads-contents": { contents: "read" },
  "no-contents": { contents: "none" },
  classic: { scopes: "repo, workflow" },
  "classic-without-repo": { scopes: "" },
} as const;

function ask({ token, ask, repository, workflow, body }: PermissionCase): Promise<Response> {
  const [method, path] = asks[ask];
  const below = path === "" ? "" : `/${path.replace("WORKFLOW", workflow ?? "hello.yml")}`;
  const repositoryPath = `/repos/${repository ?? "acme/demo"}${below}`;
  return fetch(github.url + (path.startsWith("/") ? path : repositoryPath), {
    method,
    headers: { "user-agent": "tests", ...(token !== null && { authorization: `Bearer ${token}` }) },
    ...(method === "POST" && { body: body ?? '{"ref": "main"}' }),
  });
}

test.each(readCases<PermissionCase>("permissions.json"))("$name with $token", async (one) => {
  const response = await ask(one);
  expect(response.status).toBe(one.status ?? 403);
  expect(response.headers.get("x-accepted-github-permissions")).toBe(one.needs ?? null);
  const missing = one.needs && "Resource not accessible by personal access token";
  const message = missing ?? one.message;
  if (message !== undefined) expect(await response.json()).toMatchObject({ message });
  if (response.status >= 400) expect(github.runs()).toEqual([]);
});

test("a repository tells what its user may do, whether it is private and archived", async () => {
  const view = async (repository: string, token: string | null) => {
    const one = { name: "", repository, token, ask: "repository" } as const;
    return (await ask(one)).json();
  };
  const role = { admin: false, maintain: false, push: true, triage: true, pull: true };
  expect(await view("acme/demo", "all")).toMatchObject({
    private: true,
    archived: false,
    permissions: role,
  });
  expect(await view("acme/own", "blind")).toMatchObject({ archived: true, permissions: role });
  await github.close();
  github = await startTestGitHub();
  const open = await view("acme/demo", null);
  expect(open).toMatchObject({ private: false, archived: false });
  expect(open).not.toHaveProperty("permissions");
});

test("the user is the one whose name the runs bear", async () => {
  const response = await ask({ name: "", token: "all", ask: "user" });
  await ask({ name: "", token: "all", ask: "dispatch" });
  const [run] = github.runs();
  expect(await response.json()).toMatchObject({ ...run?.actor, login: "stand-in" });
  expect(response.headers.get("x-github-api-version-selected")).toBe("2022-11-28");
});

test("the scopes of a classic token are told with every answer", async () => {
  const scopes = async (token: string | null, what: keyof typeof asks) =>
    (await ask({ name: "", token, ask: what })).headers.get("x-oauth-scopes");
  expect(await scopes("classic", "user")).toBe("repo, workflow");
  expect(await scopes("classic", "dispatch")).toBe("repo, workflow");
  expect(await scopes("classic-without-repo", "dispatch")).toBe("");
  expect(await scopes("all", "user")).toBeNull();
  expect(await scopes(null, "user")).toBeNull();
});

test("the user's answer tells when the token expires and counts for the rate limit", async () => {
  const tokenExpiration = "2026-12-01 10:00:00 UTC";
  await github.close();
  github = await startTestGitHub({ tokenExpiration, tokens: ["all"] });
  const { headers } = await ask({ name: "", token: "all", ask: "user" });
  expect(headers.get("github-authentication-token-expiration")).toBe(tokenExpiration);
  expect(headers.get("x-ratelimit-used")).toBe("1");
});
