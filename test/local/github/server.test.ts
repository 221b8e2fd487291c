import { connect } from "node:net";
import { afterEach, expect, test } from "vitest";
import { type GitHub, startGitHub } from "../../../local/github/server.ts";
import { dispatch, get, loadTestRepositories, startTestGitHub } from "./requests.ts";

let github: GitHub;
afterEach(() => github.close());

const hello = { name: "hello", status: 204 };
const withToken = (token: string) => ({
  ...hello,
  headers: { authorization: `Bearer ${token}` },
});

test("a rotated token takes the place of the old one", async () => {
  github = await startTestGitHub({ tokens: ["old"] });
  expect((await dispatch(github, withToken("old"))).status).toBe(204);
  github.setTokens(["old", "new"]);
  expect((await dispatch(github, withToken("old"))).status).toBe(204);
  github.setTokens(["new"]);
  expect((await dispatch(github, withToken("old"))).status).toBe(401);
  expect((await dispatch(github, withToken("new"))).status).toBe(204);
  github.setTokens([]);
  expect((await dispatch(github, withToken("new"))).status).toBe(401);
});

test("without a list of tokens any token will do, but not none", async () => {
  github = await startTestGitHub({ tokens: undefined });
  expect((await dispatch(github, withToken("whatever"))).status).toBe(204);
  expect((await dispatch(github, { ...hello, headers: { authorization: null } })).status).toBe(401);
});

test("an answer has GitHub's headers", async () => {
  const now = new Date("2026-11-30T10:00:00.900Z");
  const tokenExpiration = "2026-12-01 10:00:00 UTC";
  github = await startTestGitHub({ now: () => now, tokenExpiration });
  const { headers } = await dispatch(github, hello);
  expect(Object.fromEntries(headers)).toMatchObject({
    "x-ratelimit-limit": "5000",
    "x-ratelimit-remaining": "4999",
    "x-ratelimit-used": "1",
    "x-ratelimit-reset": String(Date.parse("2026-11-30T11:00:00Z") / 1000),
    "x-ratelimit-resource": "core",
    "x-github-api-version-selected": "2022-11-28",
    "github-authentication-token-expiration": tokenExpiration,
  });
  expect(headers.get("x-github-request-id")).toMatch(/^[0-9A-F]+(:[0-9A-F]+){3}$/);
});

test("an answer to a stranger tells nothing of a limit or a token", async () => {
  github = await startTestGitHub({ tokenExpiration: "2026-12-01 10:00:00 UTC" });
  const response = await dispatch(github, withToken("wrong-and-secret"));
  const names = [...response.headers.keys()];
  expect(names).toContain("x-github-request-id");
  expect(names).not.toContain("x-ratelimit-limit");
  expect(names).not.toContain("github-authentication-token-expiration");
  expect(await response.text()).not.toContain("wrong-and-secret");
});

test("the rate limit is each token's own and starts anew after an hour", async () => {
  let now = new Date("2026-05-01T00:00:00Z");
  github = await startTestGitHub({ now: () => now, rateLimit: 2 });
  expect((await dispatch(github, hello)).status).toBe(204);
  expect((await dispatch(github, { ...hello, workflow: "missing.yml" })).status).toBe(404);
  const refused = await dispatch(github, hello);
  expect(refused.status).toBe(403);
  expect(refused.headers.get("x-ratelimit-remaining")).toBe("0");
  expect(refused.headers.get("x-ratelimit-used")).toBe("2");
  expect(refused.headers.get("x-ratelimit-reset")).toBe(String(now.getTime() / 1000 + 3600));
  expect(await refused.json()).toMatchObject({
    message: expect.stringMatching(/^API rate limit exceeded for user ID 1\./),
    status: "403",
  });
  expect((await dispatch(github, withToken("second-token"))).status).toBe(204);
  now = new Date("2026-05-01T00:59:59Z");
  expect((await dispatch(github, hello)).status).toBe(403);
  now = new Date("2026-05-01T01:00:00Z");
  expect((await dispatch(github, hello)).status).toBe(204);
  expect(github.runs()).toHaveLength(3);
});

test("GitHub Enterprise Server is below /api/v3, its pages are not", async () => {
  github = await startTestGitHub({ server: "ghes-3.18" });
  expect(github.url).toMatch(/\/api\/v3$/);
  const response = await dispatch(github, hello);
  expect(response.status).toBe(204);
  expect(response.headers.get("x-github-enterprise-version")).toBe("3.18.0");
  expect(response.headers.get("x-ratelimit-limit")).toBeNull();
  const [run] = github.runs();
  const origin = new URL(github.url).origin;
  expect(run?.html_url).toBe(`${origin}/acme/demo/actions/runs/${run?.id}`);
  expect((await fetch(run?.html_url ?? "")).status).toBe(200);
  expect((await get(github, `/repos/acme/demo/actions/runs/${run?.id}`)).status).toBe(200);
  const below = { ...github, url: origin };
  expect((await dispatch(below, hello)).status).toBe(404);
});

test("a listener hears of every run", async () => {
  const heard: unknown[] = [];
  github = await startTestGitHub({ onRun: (run) => heard.push(run) });
  await dispatch(github, hello);
  await dispatch(github, { ...hello, workflow: "push.yml" });
  expect(heard).toEqual(github.runs());
  expect(heard).toHaveLength(1);
});

test("a port that is taken is an error", async () => {
  github = await startTestGitHub();
  const port = Number(new URL(github.url).port);
  const repositories = await loadTestRepositories();
  await expect(startGitHub({ repositories, tokens: [], port })).rejects.toThrow("EADDRINUSE");
});

test.each([
  ["GET", "/"],
  ["GET", "/repos"],
  ["GET", "/repos/acme/demo/"],
  ["GET", "//repos/acme/demo"],
  ["GET", "/repos/acme/demo/actions/workflows/hello.yml/dispatches"],
  ["DELETE", "/repos/acme/demo/actions/workflows/hello.yml"],
  ["PATCH", "/repos/acme/demo"],
  ["OPTIONS", "/repos/acme/demo"],
  ["POST", "/repos/acme/demo/dispatches"],
  ["POST", "/repos/acme/demo/actions/workflows/hello.yml/dispatches/"],
  ["POST", "/repos/acme/demo/actions/workflows/hello.yml/enable"],
  ["GET", "/%"],
])("%s %s is not found", async (method, path) => {
  github = await startTestGitHub();
  const response = await get(github, path, {
    method,
    headers: { authorization: "Bearer first-token" },
  });
  expect(response.status).toBe(404);
  expect(await response.json()).toEqual({
    message: "Not Found",
    documentation_url: "https://docs.github.com/rest",
    status: "404",
  });
});

test("HEAD gives the headers of GET", async () => {
  github = await startTestGitHub();
  const response = await get(github, "/repos/acme/demo", {
    method: "HEAD",
    headers: { authorization: "Bearer first-token" },
  });
  expect(response.status).toBe(200);
  expect(Number(response.headers.get("content-length"))).toBeGreaterThan(0);
  expect(await response.text()).toBe("");
});

test("a body over 10 MB is refused, one of 10 MB is read", async () => {
  github = await startTestGitHub();
  const limit = 10 * 1024 * 1024;
  const tooLarge = await dispatch(github, { ...hello, raw: " ".repeat(limit + 1) });
  expect(tooLarge.status).toBe(413);
  expect(await tooLarge.json()).toMatchObject({ message: "Payload too large" });
  const large = `${" ".repeat(limit - 14)}{"ref":"main"}`;
  expect((await dispatch(github, { ...hello, raw: large })).status).toBe(204);
});

test("values nested a hundred thousand deep are refused", async () => {
  github = await startTestGitHub();
  const deep = "[".repeat(100_000) + "]".repeat(100_000);
  const asInput = { ...hello, raw: `{"ref":"main","inputs":{"source":${deep}}}` };
  expect((await dispatch(github, asInput)).status).toBe(422);
  const asRef = { ...hello, raw: `{"ref":${deep}}` };
  expect((await dispatch(github, asRef)).status).toBe(422);
});

test.each([
  ["no HTTP", "hello\r\n\r\n", /^HTTP\/1\.1 400 /],
  ["a header without end", `GET / HTTP/1.1\r\nx: ${"y".repeat(100_000)}\r\n\r\n`, undefined],
  [
    "no user agent",
    "GET /repos/acme/demo HTTP/1.1\r\nhost: x\r\nauthorization: Bearer first-token\r\nconnection: close\r\n\r\n",
    /^HTTP\/1\.1 403 [\s\S]*User-Agent/,
  ],
  ["a body that ends early", "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n{", undefined],
  [
    "a foreign address",
    "GET http://example.com/repos/acme/demo HTTP/1.1\r\nhost: x\r\nuser-agent: x\r\nconnection: close\r\n\r\n",
    /^HTTP\/1\.1 404 /,
  ],
  ["a tunnel", "CONNECT example.com:443 HTTP/1.1\r\nhost: x\r\n\r\n", undefined],
])("it outlives %s", async (_, bytes, expected) => {
  github = await startTestGitHub();
  const answer = await exchange(Number(new URL(github.url).port), bytes);
  if (expected !== undefined) expect(answer).toMatch(expected);
  expect((await dispatch(github, hello)).status).toBe(204);
});

async function exchange(port: number, bytes: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  // The server may reset the connection while bytes are still on their way to it.
  socket.on("error", () => {});
  socket.end(bytes);
  await new Promise((resolve) => socket.once("close", resolve));
  return Buffer.concat(chunks).toString("utf8");
}
