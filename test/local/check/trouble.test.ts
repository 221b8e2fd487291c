import { describe, expect, onTestFinished, test } from "vitest";
import type { Fault, FaultCall } from "../../../local/github/faults.ts";
import { startStubServer } from "../../dispatch/stub-server.ts";
import { checkDeploy, deploy } from "./check-deploy.ts";
import { checkOn, now } from "./project.ts";

describe("when GitHub is in trouble", () => {
  const once = (fault: Fault) => ({
    faults: ({ number }: FaultCall) => (number === 1 ? fault : undefined),
  });
  const always = (fault: Fault) => ({ faults: () => fault });
  const untold = (reason: string) => ({
    findings: [],
    untold: [{ about: "acme/shop", reason, mend: "Check again when GitHub can be asked." }],
  });

  test.each<[string, Fault, readonly number[]]>([
    ["500", { kind: "status", status: 500, created: false }, [1000]],
    ["a proxy's 502", { kind: "status", status: 502, created: false }, [1000]],
    ["a reset", { kind: "reset", created: false }, [1000]],
    ["a limit", { kind: "rate-limited", status: 429, retryAfter: 7 }, [7000]],
    ["a limit with 403", { kind: "rate-limited", status: 403, retryAfter: 120 }, [120_000]],
    ["a limit until", { kind: "rate-limited", status: 403, reset: now / 1000 + 33 }, [33_000]],
  ])("%s that passes is waited for", async (_, fault, waits) => {
    expect(await checkDeploy(deploy, once(fault))).toMatchObject({
      findings: [],
      untold: [],
      waits,
    });
  });

  test.each<[string, Fault, readonly number[], string]>([
    [
      "500",
      { kind: "status", status: 500, created: false },
      [1000, 1000],
      "GitHub answered 500: Server Error",
    ],
    [
      "a reset",
      { kind: "reset", created: false },
      [1000, 1000],
      "GitHub can't be asked: ECONNRESET",
    ],
    [
      "a long limit",
      { kind: "rate-limited", status: 429, retryAfter: 121 },
      [],
      "GitHub answered 429: You have exceeded a secondary rate limit",
    ],
    [
      "the hour's limit",
      { kind: "rate-limited", status: 403, reset: now / 1000 + 1800 },
      [],
      "GitHub answered 403: API rate limit exceeded",
    ],
    [
      "a limit without end",
      { kind: "rate-limited", status: 429, retryAfter: 5 },
      [5000, 5000],
      "GitHub answered 429: You have exceeded a secondary rate limit",
    ],
    ["a page", { kind: "not-json", created: false }, [], "GitHub's answer can't be read"],
  ])("%s that does not pass is told", async (_, fault, waits, reason) => {
    const checked = await checkDeploy(deploy, always(fault));
    expect(checked).toMatchObject({ ...untold(expect.stringContaining(reason)), waits });
  });

  test("no answer", async () => {
    const timeout = () => AbortSignal.timeout(20);
    const checked = await checkDeploy(deploy, always({ kind: "silence", created: false }), {
      timeout,
    });
    expect(checked).toMatchObject(untold("GitHub can't be asked: no answer within 10 s"));
  });

  test("nobody is there", async () => {
    const { project, github } = await checkDeploy(deploy);
    await github.stop();
    const checked = await checkOn(github, project);
    expect(checked).toMatchObject(untold("GitHub can't be asked: ECONNREFUSED"));
  });

  test.each([
    ["deploy.yml of acme/shop", "/actions/workflows/deploy.yml"],
    ["whether GITHUB_TOKEN may start workflows of acme/shop", "/dispatches"],
    ["deploy.yml of acme/shop at main", "/contents/.github/workflows/deploy.yml"],
  ])("%s can't be told alone", async (about, end) => {
    const fault = { kind: "status", status: 503, created: false } as const;
    const faults = ({ path }: FaultCall) => (path.endsWith(end) ? fault : undefined);
    const checked = await checkDeploy(`${deploy}inputs: { tga: x }\n`, { faults });
    expect(checked.untold).toMatchObject([{ about, reason: "GitHub answered 503" }]);
    const isFileKnown = end === "/dispatches";
    expect(checked.findings).toHaveLength(isFileKnown ? 1 : 0);
  });
});

describe("a renamed repository", () => {
  test("is followed on the same host", async () => {
    const { github, project } = await checkDeploy(deploy);
    const stub = await startStubServer((request, response) => {
      const { method = "GET", url = "", headers } = request;
      if (url.startsWith("/repos/acme/shop")) {
        const location = url.replace("/repos/acme/shop", "/moved");
        response.writeHead(method === "GET" ? 301 : 307, { location }).end();
        return;
      }
      void forward(url.replace("/moved", "/repos/acme/shop"), method, headers.authorization).then(
        ({ status, text }) => response.writeHead(status).end(text),
      );
    });
    onTestFinished(() => stub.close());
    const forward = async (path: string, method: string, authorization = "") => {
      const answer = await fetch(github.url + path, {
        ...{ method, headers: { authorization, "user-agent": "tests" } },
        ...(method === "POST" && { body: '{"ref":"nowhere"}' }),
      });
      return { status: answer.status, text: await answer.text() };
    };
    expect(await checkOn(stub, project)).toMatchObject({ findings: [], untold: [] });
  });

  test("is not followed to another host: the token stays where it is", async () => {
    const { github, project } = await checkDeploy(deploy);
    const before = github.calls().length;
    const stub = await startStubServer((request, response) => {
      response.writeHead(301, { location: github.url + request.url }).end("{}");
    });
    onTestFinished(() => stub.close());
    expect(await checkOn(stub, project)).toMatchObject({
      findings: [],
      untold: [{ about: "acme/shop", reason: "GitHub answered 301" }],
    });
    expect(github.calls()).toHaveLength(before);
  });
});
