import { afterEach, expect, test } from "vitest";
import { hashToken } from "../../../local/github/calls.ts";
import type { GitHub } from "../../../local/github/server.ts";
import { dispatch, get, startTestGitHub } from "./requests.ts";

let github: GitHub;
afterEach(() => github.close());

const hello = { name: "hello", status: 204 };

test("every request to the API is recorded, whatever became of it", async () => {
  let now = new Date("2026-05-01T00:00:00.250Z");
  github = await startTestGitHub({ now: () => now });
  const workflow = "/repos/acme/demo/actions/workflows/hello.yml";
  await dispatch(github, hello);
  now = new Date("2026-05-01T00:00:01Z");
  await dispatch(github, { ...hello, basic: "anybody:second-token", send: { x: "1" } });
  await dispatch(github, { ...hello, headers: { authorization: "Bearer wrong" } });
  await get(github, "/repos/acme/demo?x=1", { headers: {} });
  await get(github, "/%");
  const time = now.getTime();
  const [first, second] = [hashToken("first-token"), hashToken("second-token")];
  const path = `${workflow}/dispatches`;
  expect(github.calls()).toEqual([
    { time: time - 750, method: "POST", path, status: 204, token: first },
    { time, method: "POST", path, status: 422, token: second },
    { time, method: "POST", path, status: 401, token: hashToken("wrong") },
    { time, method: "GET", path: "/repos/acme/demo", status: 200, token: undefined },
    { time, method: "GET", path: "/%", status: 404, token: first },
  ]);
});

test("a record tells tokens apart and gives none away", async () => {
  github = await startTestGitHub();
  await dispatch(github, hello);
  const text = JSON.stringify(github.calls());
  expect(text).not.toContain("first-token");
  expect(text).toContain(hashToken("first-token"));
  expect(hashToken("first-token")).not.toBe(hashToken("second-token"));
});

test("a page is no request to the API", async () => {
  github = await startTestGitHub();
  expect((await fetch(`${github.url}/acme/demo/actions/runs/7`)).status).toBe(404);
  expect(github.calls()).toEqual([]);
});

test("the list that was given does not change", async () => {
  github = await startTestGitHub();
  const before = github.calls();
  await dispatch(github, hello);
  expect(before).toEqual([]);
  expect(github.calls()).toHaveLength(1);
});

test("whatever the token, the actor is the same", async () => {
  github = await startTestGitHub();
  await dispatch(github, hello);
  await dispatch(github, { ...hello, headers: { authorization: "Bearer second-token" } });
  const actor = { login: "stand-in", id: 1 };
  expect(github.runs()).toMatchObject([
    { actor, triggering_actor: actor },
    { actor, triggering_actor: actor },
  ]);
});
