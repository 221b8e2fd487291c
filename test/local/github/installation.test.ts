import { generateKeyPairSync } from "node:crypto";
import githubAppJwt from "universal-github-app-jwt";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { GitHub } from "../../../local/github/server.ts";
import { dispatch, get, startTestGitHub } from "./requests.ts";

const [key, otherKey] = [createKey(), createKey()];
const now = Date.parse("2027-01-01T00:00:00Z");

let github: GitHub;
beforeEach(async () => {
  github = await startTestGitHub({
    now: () => new Date(now),
    apps: [
      { id: 12, installationId: 34, key },
      { id: 12, installationId: 35, key, permissions: { actions: "read", contents: "read" } },
      { id: 56, installationId: 78, key: otherKey },
    ],
  });
});
afterEach(() => github.close());

function createKey(): string {
  return generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  }).privateKey;
}

async function asApp(path: string, id = 12, privateKey = key, init: RequestInit = {}) {
  const { token } = await githubAppJwt({ id, privateKey, now: now / 1000 });
  const headers = { authorization: `Bearer ${token}`, "user-agent": "tests", ...init.headers };
  return get(github, path, { ...init, headers });
}

test("an App is told of its installation", async () => {
  const response = await asApp("/app/installations/34");
  expect(response.status).toBe(200);
  expect(response.headers.get("x-github-api-version-selected")).toBe("2022-11-28");
  expect(await response.json()).toMatchObject({
    id: 34,
    app_id: 12,
    account: { login: "acme" },
    target_type: "Organization",
    permissions: { actions: "write", metadata: "read" },
    repository_selection: "all",
    access_tokens_url: `${github.url}/app/installations/34/access_tokens`,
    suspended_at: null,
  });
  expect(await (await asApp("/app/installations/35")).json()).toMatchObject({
    permissions: { actions: "read", contents: "read" },
  });
});

test.each([
  ["an installation of another App", "78", 12, key, 404],
  ["an unknown installation", "99", 12, key, 404],
  ["the key of another App", "34", 12, otherKey, 401],
  ["an unknown App", "34", 13, key, 401],
])("%s is refused", async (_, installation, id, privateKey, status) => {
  const response = await asApp(`/app/installations/${installation}`, id, privateKey);
  expect(response.status).toBe(status);
  expect(await response.json()).toEqual({
    message: status === 404 ? "Not Found" : "A JSON web token could not be decoded",
    documentation_url:
      "https://docs.github.com/rest/apps/apps#get-an-installation-for-the-authenticated-app",
    status: String(status),
  });
});

test("a token is no JSON Web Token", async () => {
  expect((await get(github, "/app/installations/34")).status).toBe(401);
  const strange = { headers: { "x-github-api-version": "2021-01-01" } };
  expect((await asApp("/app/installations/34", 12, key, strange)).status).toBe(400);
});

test.each([
  [34, { actions: "write", metadata: "read" }, 204, 403],
  [35, { actions: "read", contents: "read" }, 403, 200],
])("the tokens of installation %i may do %j", async (id, permissions, dispatched, read) => {
  const post = { method: "POST", body: "{}" };
  const created = await asApp(`/app/installations/${id}/access_tokens`, 12, key, post);
  expect(created.status).toBe(201);
  const answer = (await created.json()) as { readonly token: string };
  expect(answer).toMatchObject({ permissions, repository_selection: "all" });
  const headers = { authorization: `Bearer ${answer.token}`, "user-agent": "tests" };

  const message = "Resource not accessible by integration";
  const response = await dispatch(github, { name: "", status: dispatched, headers });
  expect(response.status).toBe(dispatched);
  if (dispatched === 403) expect(await response.json()).toMatchObject({ message });
  const file = "/repos/acme/demo/contents/.github/workflows/hello.yml";
  expect((await get(github, file, { headers })).status).toBe(read);
  expect((await get(github, "/repos/acme/demo/actions/runs", { headers })).status).toBe(200);
  const user = await get(github, "/user", { headers });
  expect(user.status).toBe(403);
  expect(await user.json()).toMatchObject({ message });
  const repository = await get(github, "/repos/acme/demo", { headers });
  expect(await repository.json()).not.toHaveProperty("permissions");
});
