import { afterEach, describe, expect, test } from "vitest";
import type { Fault, FaultCall } from "../../../local/github/faults.ts";
import type { Run } from "../../../local/github/runs.ts";
import type { GitHub } from "../../../local/github/server.ts";
import { dispatch, get, readCases, startTestGitHub } from "./requests.ts";

/** A fault and the answer of a dispatch that meets it. */
interface FaultCase {
  readonly name: string;
  readonly fault: Fault;
  readonly status: number;
  readonly type: string;
  /** A part of the body. */
  readonly text: string;
  /** Headers, null for one that must be absent. */
  readonly headers?: Readonly<Record<string, string | null>>;
  /** How many runs there are then; none by default. */
  readonly runs?: number;
}

const hello = { name: "hello", status: 204 };

let github: GitHub;
afterEach(() => github.close());

/** A stand-in whose first request meets the fault. */
function startWith(fault: Fault, onRun: (run: Run) => void = () => {}): Promise<GitHub> {
  return startTestGitHub({ faults: ({ number }) => (number === 1 ? fault : undefined), onRun });
}

describe("a dispatch is answered with", () => {
  test.each(readCases<FaultCase>("faults.json"))("$name", async (one) => {
    github = await startWith(one.fault);
    const response = await dispatch(github, hello);
    expect(response.status).toBe(one.status);
    expect(response.headers.get("content-type")).toBe(one.type);
    expect(await response.text()).toContain(one.text);
    for (const [name, value] of Object.entries(one.headers ?? {})) {
      expect(response.headers.get(name)).toBe(value);
    }
    expect(github.runs()).toHaveLength(one.runs ?? 0);
    expect(github.calls()).toMatchObject([{ status: one.status }]);
    expect((await dispatch(github, hello)).status).toBe(204);
  });
});

describe.each([
  [false, 0],
  [true, 1],
])("with created: %s", (created, runs) => {
  test("a reset ends the connection before there is an answer", async () => {
    github = await startWith({ kind: "reset", created });
    await expect(dispatch(github, hello)).rejects.toMatchObject({ cause: { code: "ECONNRESET" } });
    expect(github.runs()).toHaveLength(runs);
    expect(github.calls()).toMatchObject([{ status: 0 }]);
    expect((await dispatch(github, hello)).status).toBe(204);
  });

  test("a truncated body is an error after a status", async () => {
    github = await startWith({ kind: "truncated", created });
    const response = await dispatch(github, hello);
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow("terminated");
    expect(github.runs()).toHaveLength(runs);
    expect(github.calls()).toMatchObject([{ status: 200 }]);
    expect((await dispatch(github, hello)).status).toBe(204);
  });

  test("silence lasts until the stand-in closes", async () => {
    github = await startWith({ kind: "silence", created });
    let ended = false;
    const silent = dispatch(github, hello).finally(() => {
      ended = true;
    });
    const lost = expect(silent).rejects.toThrow("fetch failed");
    await expect.poll(() => github.calls().length).toBe(1);
    await expect.poll(() => github.runs().length).toBe(runs);
    expect((await dispatch(github, hello)).status).toBe(204);
    expect(ended).toBe(false);
    expect(github.runs()).toHaveLength(runs + 1);
    expect(github.calls()).toMatchObject([{ status: 0 }, { status: 204 }]);
    await github.close();
    await lost;
  });
});

test("a run that silence hides is heard of at once", async () => {
  const started = Promise.withResolvers<Run>();
  github = await startWith({ kind: "silence", created: true }, started.resolve);
  const leaving = new AbortController();
  const url = `${github.url}/repos/acme/demo/actions/workflows/hello.yml/dispatches`;
  const headers = { authorization: "Bearer first-token" };
  const init = { method: "POST", headers, body: '{"ref":"main"}', signal: leaving.signal };
  const left = expect(fetch(url, init)).rejects.toThrow("aborted");
  expect(await started.promise).toEqual(github.runs()[0]);
  leaving.abort();
  await left;
});

test.each([
  ["an input", { body: { ref: "main", inputs: { x: "1" } } }],
  ["a token", { headers: { authorization: "Bearer wrong" } }],
  ["a workflow", { workflow: "missing.yml" }],
])("no run is created where GitHub refuses %s, whatever the fault", async (_, mistake) => {
  github = await startWith({ kind: "status", status: 502, created: true });
  expect((await dispatch(github, { ...hello, ...mistake })).status).toBe(502);
  expect(github.runs()).toEqual([]);
});

test("other requests are never handled before their answer is spoilt", async () => {
  const path = "/repos/acme/demo/actions/workflows/hello.yml";
  github = await startWith({ kind: "status", status: 503, created: true });
  const headers = { authorization: "Bearer first-token" };
  expect((await get(github, `${path}/disable`, { method: "PUT", headers })).status).toBe(503);
  expect(await (await get(github, path)).json()).toMatchObject({ state: "active" });
});

test.each([
  ["github.com", ""],
  ["ghes-3.18", "/api/v3"],
] as const)("the plan of %s is asked once for each request, in order", async (server, below) => {
  const asked: FaultCall[] = [];
  github = await startTestGitHub({
    server,
    faults: (call) => {
      asked.push(call);
      return undefined;
    },
  });
  const authorization = "Bearer first-token";
  const path = "/repos/acme/demo/actions/workflows/hello.yml";
  await get(github, `${path}/runs?event=workflow_dispatch`);
  await dispatch(github, hello);
  await fetch(github.runs()[0]?.html_url ?? "");
  await fetch(`${github.url}${path}%2F`, { method: "PUT" });
  const seen = asked.map(({ headers, ...call }) => ({
    ...call,
    authorization: headers.authorization,
  }));
  expect(seen).toEqual([
    { method: "GET", path: `${below}${path}/runs`, number: 1, isDispatch: false, authorization },
    {
      method: "POST",
      path: `${below}${path}/dispatches`,
      number: 2,
      isDispatch: true,
      authorization,
    },
    {
      method: "PUT",
      path: `${below}${path}%2F`,
      number: 3,
      isDispatch: false,
      authorization: undefined,
    },
  ]);
});
