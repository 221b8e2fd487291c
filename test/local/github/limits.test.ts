import { afterEach, describe, expect, test } from "vitest";
import { documentedLimits, type SecondaryLimits } from "../../../local/github/secondary-limits.ts";
import type { GitHub } from "../../../local/github/server.ts";
import { dispatch, get, startTestGitHub } from "./requests.ts";

let github: GitHub;
let now: Date;
afterEach(() => github.close());

const hello = { name: "hello", status: 204 };
const second = { ...hello, headers: { authorization: "Bearer second-token" } };
const start = Date.parse("2026-05-01T00:00:00Z");
const at = (milliseconds: number) => {
  now = new Date(start + milliseconds);
};
const minute = 60_000;
function startLimited(limits: SecondaryLimits): Promise<GitHub> {
  at(0);
  return startTestGitHub({ limits, now: () => now });
}

const dispatchStatus = async () => (await dispatch(github, hello)).status;
const repositoryStatus = async () => (await get(github, "/repos/acme/demo")).status;

test("over a limit the answer is GitHub's, with its headers", async () => {
  github = await startLimited({ pointsPerMinute: 5 });
  await dispatch(github, hello);
  const refused = await dispatch(github, hello);
  expect(refused.status).toBe(403);
  expect(refused.headers.get("retry-after")).toBe("60");
  expect(refused.headers.get("x-ratelimit-remaining")).toBe("4998");
  expect(await refused.json()).toEqual({
    message:
      "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
    documentation_url:
      "https://docs.github.com/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits",
    status: "403",
  });
  expect(github.runs()).toHaveLength(1);
});

describe("points", () => {
  test("a request that writes takes 5 of them, one that reads takes 1", async () => {
    github = await startLimited({ pointsPerMinute: 11 });
    expect([await dispatchStatus(), await dispatchStatus(), await dispatchStatus()]).toEqual([
      204, 204, 403,
    ]);
    for (let reads = 0; reads < 11; reads++) expect(await repositoryStatus()).toBe(200);
    expect(await repositoryStatus()).toBe(403);
  });

  test("are an endpoint's, whatever the workflow, and a token's", async () => {
    github = await startLimited({ pointsPerMinute: 5 });
    expect(await dispatchStatus()).toBe(204);
    expect((await dispatch(github, { ...hello, workflow: "plain.yml" })).status).toBe(403);
    expect((await dispatch(github, { ...hello, repository: "acme/own" })).status).toBe(403);
    expect((await dispatch(github, second)).status).toBe(204);
    expect(await repositoryStatus()).toBe(200);
  });

  test("come back a minute later, those of refused requests too", async () => {
    github = await startLimited({ pointsPerMinute: 5 });
    expect(await dispatchStatus()).toBe(204);
    at(minute - 1);
    expect(await dispatchStatus()).toBe(403);
    at(minute);
    expect(await dispatchStatus()).toBe(403);
    at(2 * minute);
    expect(await dispatchStatus()).toBe(204);
  });
});

describe("content", () => {
  const blocked = expect.stringMatching(/ temporarily blocked from content creation\. /);

  test("is limited by the minute, reading is not", async () => {
    github = await startLimited({ contentPerMinute: 2 });
    expect(await dispatchStatus()).toBe(204);
    expect((await dispatch(github, { ...hello, workflow: "missing.yml" })).status).toBe(404);
    const refused = await dispatch(github, hello);
    expect(refused.status).toBe(403);
    expect(refused.headers.get("retry-after")).toBe("60");
    expect(await refused.json()).toMatchObject({ message: blocked });
    expect(await repositoryStatus()).toBe(200);
    expect((await dispatch(github, second)).status).toBe(204);
    at(minute);
    expect(await dispatchStatus()).toBe(204);
  });

  test("is limited by the hour", async () => {
    github = await startLimited({ contentPerHour: 2 });
    expect(await dispatchStatus()).toBe(204);
    at(30 * minute);
    expect(await dispatchStatus()).toBe(204);
    at(60 * minute - 1);
    expect(await dispatchStatus()).toBe(403);
    at(90 * minute);
    expect(await dispatchStatus()).toBe(204);
  });
});

test("requests under way are limited, and one that the client gives up makes room", async () => {
  at(0);
  github = await startTestGitHub({
    limits: { concurrent: 1 },
    now: () => now,
    faults: ({ number }) => (number === 1 ? { kind: "silence", created: false } : undefined),
  });
  const leaving = new AbortController();
  const headers = { authorization: "Bearer first-token" };
  const silent = get(github, "/repos/acme/demo", { headers, signal: leaving.signal });
  const left = expect(silent).rejects.toThrow("aborted");
  await expect.poll(() => github.calls().length).toBe(1);
  expect(await dispatchStatus()).toBe(403);
  expect((await dispatch(github, second)).status).toBe(204);
  leaving.abort();
  await left;
  await expect.poll(dispatchStatus).toBe(204);
  expect(await dispatchStatus()).toBe(204);
});

test("a spoilt answer is counted, and over a limit no run hides behind it", async () => {
  at(0);
  github = await startTestGitHub({
    limits: { contentPerMinute: 1 },
    now: () => now,
    faults: () => ({ kind: "status", status: 502, created: true }),
  });
  await dispatch(github, hello);
  await dispatch(github, hello);
  expect(github.runs()).toHaveLength(1);
});

test("GitHub's limits let 80 dispatches pass in a minute", async () => {
  github = await startLimited(documentedLimits);
  for (let count = 0; count < 80; count++) expect(await dispatchStatus()).toBe(204);
  expect(await dispatchStatus()).toBe(403);
  expect(documentedLimits).toEqual({
    pointsPerMinute: 900,
    contentPerMinute: 80,
    contentPerHour: 500,
    concurrent: 100,
  });
});

test("without limits there are none", async () => {
  at(0);
  github = await startTestGitHub({ now: () => now });
  for (let count = 0; count < 81; count++) expect(await dispatchStatus()).toBe(204);
});
