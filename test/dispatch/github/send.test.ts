import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import { createSendDispatch } from "../../../dispatch/github/send.ts";
import type { Target } from "../../../dispatch/github/target.ts";
import { loadRepositories } from "../../../local/github/repositories.ts";
import { type GitHub, type GitHubOptions, startGitHub } from "../../../local/github/server.ts";
import { type StubServer, startStubServer } from "../stub-server.ts";

const workflows = fileURLToPath(new URL("../../../.github/workflows", import.meta.url));
const timing = { now: () => 0, random: () => 0 };
const timeout = (milliseconds: number) => AbortSignal.timeout(milliseconds);
const token = "Bearer stand-in-token";
const inputs = { source: "test" };

let servers: (GitHub | StubServer)[] = [];
afterEach(async () => {
  for (const server of servers) await server.close();
  servers = [];
});

function targetAt(apiUrl: string): Target {
  return { apiUrl, repository: "acme/hello", workflow: "hello.yml", ref: "main" };
}

function requestTo(target: Target, attempt = 1) {
  return { target, inputs, authorization: token, attempt };
}

function sendTo(target: Target, send: typeof fetch = fetch) {
  return createSendDispatch({ fetch: send, timeout }, timing)(requestTo(target));
}

async function gitHub(options: Partial<GitHubOptions> = {}): Promise<GitHub> {
  const repositories = await loadRepositories(workflows, {
    repositories: { "acme/hello": ["main"] },
  });
  const github = await startGitHub({ repositories, tokens: undefined, ...options });
  servers.push(github);
  return github;
}

async function stub(...[listener]: Parameters<typeof startStubServer>): Promise<StubServer> {
  const server = await startStubServer(listener);
  servers.push(server);
  return server;
}

function recordingFetch() {
  const requests: { version: string | null; body: unknown }[] = [];
  const send: typeof fetch = (url, init) => {
    const version = new Headers(init?.headers).get("x-github-api-version");
    requests.push({ version, body: JSON.parse(String(init?.body)) });
    return fetch(url, init);
  };
  return { requests, send };
}

describe("API versions", () => {
  test("github.com speaks the newest", async () => {
    const { requests, send } = recordingFetch();
    const dispatch = createSendDispatch({ fetch: send, timeout }, timing);
    const github = await gitHub();
    const outcome = await dispatch(requestTo(targetAt(github.url)));
    expect(outcome).toMatchObject({ kind: "dispatched", run: { id: github.runs()[0]?.id } });
    expect(requests).toEqual([{ version: "2026-03-10", body: { ref: "main", inputs } }]);
  });

  test("an older Enterprise Server is found out once, and remembered", async () => {
    const { requests, send } = recordingFetch();
    const dispatch = createSendDispatch({ fetch: send, timeout }, timing);
    const github = await gitHub({ server: "ghes-3.18" });
    const outcome = await dispatch(requestTo(targetAt(github.url)));
    expect(outcome).toEqual({ kind: "dispatched", run: undefined });
    expect(requests).toEqual([
      { version: "2026-03-10", body: { ref: "main", inputs } },
      { version: "2022-11-28", body: { ref: "main", inputs, return_run_details: true } },
      { version: "2022-11-28", body: { ref: "main", inputs } },
    ]);
    await dispatch(requestTo(targetAt(github.url)));
    expect(requests).toHaveLength(4);
    expect(github.runs()).toHaveLength(2);
  });

  test("each host is remembered by itself", async () => {
    const { requests, send } = recordingFetch();
    const dispatch = createSendDispatch({ fetch: send, timeout }, timing);
    const [old, current] = [await gitHub({ server: "ghes-3.18" }), await gitHub()];
    await dispatch(requestTo(targetAt(old.url)));
    await dispatch(requestTo(targetAt(current.url)));
    expect(requests.at(-1)?.version).toBe("2026-03-10");
  });

  test("a retired version (410) is left for the next", async () => {
    const server = await stub((request, response) => {
      const isRetired = request.headers["x-github-api-version"] === "2026-03-10";
      response.writeHead(isRetired ? 410 : 204).end();
    });
    const outcome = await sendTo(targetAt(server.url));
    expect(outcome).toEqual({ kind: "dispatched", run: undefined });
  });

  test("a host that refuses all of them is told of, not asked for ever", async () => {
    const { requests, send } = recordingFetch();
    const server = await stub((_, response) => response.writeHead(400).end());
    const dispatch = createSendDispatch({ fetch: send, timeout }, timing);
    const outcome = await dispatch(requestTo(targetAt(server.url)));
    expect(outcome).toMatchObject({ kind: "rejected", code: "github-refused" });
    expect(requests).toHaveLength(3);
    await dispatch(requestTo(targetAt(server.url)));
    expect(requests[3]?.version).toBe("2026-03-10");
  });
});

describe("a success counts without the run's name", () => {
  test.each([
    ["other JSON", '{"id": 1}'],
    ["null", "null"],
    ["a list", "[]"],
    ["an id of another type", '{"workflow_run_id": "1", "html_url": "x"}'],
    ["a page of another type", '{"workflow_run_id": 1, "html_url": null}'],
  ])("%s", async (_, body) => {
    const server = await stub((_, response) => response.writeHead(200).end(body));
    expect(await sendTo(targetAt(server.url))).toEqual({ kind: "dispatched", run: undefined });
  });

  test("no content (204), as an older Enterprise Server answers", async () => {
    const server = await stub((_, response) => response.writeHead(204).end());
    expect(await sendTo(targetAt(server.url))).toEqual({ kind: "dispatched", run: undefined });
  });
});

describe("a success that can't be read proves nothing", () => {
  const unread = {
    kind: "retry",
    code: "result-unknown",
    detail: "the answer (200) can't be read",
    seconds: 60,
    mayHaveRun: true,
  };

  test.each([
    ["nothing", ""],
    ["no JSON", "<html>"],
    ["broken JSON", '{"workflow_run_id": 1'],
  ])("%s", async (_, body) => {
    const server = await stub((_, response) => response.writeHead(200).end(body));
    expect(await sendTo(targetAt(server.url))).toEqual(unread);
  });

  test("a body that breaks off", async () => {
    const server = await stub((_, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write('{"workflow', () => response.destroy());
    });
    expect(await sendTo(targetAt(server.url))).toEqual(unread);
  });
});

describe("no answer", () => {
  test("a refused connection was never sent, and may be tried again", async () => {
    const server = await startStubServer(() => {});
    server.close();
    const outcome = await sendTo(targetAt(server.url));
    expect(outcome).toMatchObject({ kind: "retry", code: "github-unavailable", seconds: 5 });
    expect(outcome).not.toHaveProperty("mayHaveRun");
  });

  test("a host without an address was never sent to", async () => {
    const target = targetAt("http://nowhere.invalid");
    const outcome = await sendTo(target);
    expect(outcome).toMatchObject({ kind: "retry", code: "github-unavailable" });
  });

  test("a connection that breaks after the request leaves the result unknown", async () => {
    const server = await stub((request) => request.socket.destroy());
    const outcome = await sendTo(targetAt(server.url));
    expect(outcome).toMatchObject({ kind: "retry", code: "result-unknown", mayHaveRun: true });
  });

  test("a time-out leaves the result unknown", async () => {
    const server = await stub(() => {});
    const aborted = AbortSignal.abort(new DOMException("The operation timed out", "TimeoutError"));
    const transport = { fetch, timeout: () => aborted };
    const dispatch = createSendDispatch(transport, timing);
    const outcome = await dispatch(requestTo(targetAt(server.url)));
    const detail = "the request was sent, then: no answer within 10 s";
    expect(outcome).toEqual({
      kind: "retry",
      code: "result-unknown",
      detail,
      seconds: 5,
      mayHaveRun: true,
    });
  });

  test("each request gets ten seconds", async () => {
    const given: number[] = [];
    const count = (milliseconds: number) => {
      given.push(milliseconds);
      return AbortSignal.timeout(milliseconds);
    };
    const server = await stub((_, response) => response.writeHead(400).end());
    await createSendDispatch({ fetch, timeout: count }, timing)(requestTo(targetAt(server.url)));
    expect(given).toEqual([10_000, 10_000, 10_000]);
  });

  test.each([
    [1, 14],
    [2, 24],
    [5, 164],
    [20, 904],
  ])("attempt %i is followed by a wait of at most %i s", async (attempt, seconds) => {
    const late = { now: () => 0, random: () => 0.999 };
    const server = await startStubServer(() => {});
    server.close();
    const dispatch = createSendDispatch({ fetch, timeout }, late);
    const outcome = await dispatch(requestTo(targetAt(server.url), attempt));
    expect(outcome).toMatchObject({ kind: "retry", code: "github-unavailable", seconds });
  });

  test("a certificate that can't be trusted was never sent the token", async () => {
    const send = async () => {
      const cause = Object.assign(new Error("self-signed"), {
        code: "DEPTH_ZERO_SELF_SIGNED_CERT",
      });
      throw new TypeError("fetch failed", { cause });
    };
    const outcome = await sendTo(targetAt("https://x"), send);
    expect(outcome).toMatchObject({ kind: "retry", code: "github-unavailable" });
    expect(outcome).not.toHaveProperty("mayHaveRun");
  });
});

describe("redirects", () => {
  test.each([301, 302, 307, 308])(
    "%i of a renamed repository is followed with the same POST",
    async (status) => {
      const github = await gitHub();
      const received: string[] = [];
      const server = await stub((request, response) => {
        if (request.url?.startsWith("/repos/")) {
          const location = "/repositories/1/actions/workflows/hello.yml/dispatches";
          response.writeHead(status, { location }).end();
          return;
        }
        request.setEncoding("utf8").on("data", (chunk) => received.push(chunk));
        request.on("end", () => response.writeHead(204).end());
        expect(request.method).toBe("POST");
        expect(request.headers.authorization).toBe(token);
      });
      const outcome = await sendTo(targetAt(server.url));
      expect(outcome).toMatchObject({ kind: "dispatched" });
      expect(JSON.parse(received.join(""))).toEqual({ ref: "main", inputs });
      expect(github.runs()).toEqual([]);
    },
  );

  test("another host never gets the token", async () => {
    const other = await gitHub();
    const server = await stub((request, response) => {
      response.writeHead(307, { location: `${other.url}${request.url}` }).end();
    });
    const outcome = await sendTo(targetAt(server.url));
    expect(outcome).toMatchObject({ kind: "rejected", code: "github-refused" });
    expect(other.runs()).toEqual([]);
  });
});
