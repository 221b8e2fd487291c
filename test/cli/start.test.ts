import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { run, start, waitFor } from "./run.ts";

let child: ChildProcess | undefined;
afterEach(() => child?.kill("SIGKILL"));

test("npm start serves the sample, tells what runs, and ends with Ctrl-C", async () => {
  child = start("start", [], { PORT: "0" });
  const page = await waitFor(child, /listening on/);
  const [, url] = /listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(page) ?? [];
  const [, runsUrl = ""] = /its runs: (\S+)/.exec(page) ?? [];
  expect(page).toContain("POST /hello  hello  acme/hello/hello.yml@main");
  expect(page).toMatch(/hello-every-morning +next \d{4}-\d\d-\d\d 06:30 Europe\/Paris/);
  expect(page).toContain(
    `curl -X POST ${url}/hello -H 'content-type: application/json' -d '{"source":"curl"}'`,
  );

  const answer = await fetch(`${url}/hello`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: '{"source":"curl"}',
  });
  expect(answer.status).toBe(201);
  const { run: started } = (await answer.json()) as { run: { id: number; url: string } };
  expect(answer.headers.get("location")).toBe(started.url);
  expect(await (await fetch(started.url)).text()).toContain("curl");

  const refused = await fetch(`${url}/hello`, { method: "POST" });
  expect(refused.status).toBe(422);
  expect(await refused.json()).toMatchObject({
    code: "inputs-refused",
    detail: "GitHub answered 422: Required input 'source' not provided",
  });

  const list = (await (await fetch(runsUrl)).json()) as { workflow_runs: unknown[] };
  expect(list.workflow_runs).toMatchObject([{ id: started.id, inputs: { source: "curl" } }]);

  child.kill("SIGINT");
  expect(await once(child, "exit")).toEqual([0, null]);
});

test("with a token it talks to the GitHub it is told of", async () => {
  const received: { url?: string | undefined; authorization?: string | undefined }[] = [];
  const github = createServer(({ url, headers }, response) => {
    received.push({ url, authorization: headers.authorization });
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => github.listen(0, "127.0.0.1", resolve));
  const { port } = github.address() as AddressInfo;
  child = start("start", [], {
    PORT: "0",
    GITHUB_TOKEN: "a-token",
    GITHUB_API_URL: `http://127.0.0.1:${port}`,
  });
  const page = await waitFor(child, /listening on/);
  const [, url] = /listening on (\S+)/.exec(page) ?? [];
  expect(page).not.toContain("a-token");
  const answer = await fetch(`${url}/hello`, { method: "POST" });
  expect(answer.status).toBe(201);
  expect(received).toEqual([
    {
      url: "/repos/acme/hello/actions/workflows/hello.yml/dispatches",
      authorization: "Bearer a-token",
    },
  ]);
  github.close();
});

test("a taken port is told, with the mend", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const { port } = other.address() as AddressInfo;
  const { code, stderr } = await run("start", [], { PORT: String(port) });
  other.close();
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: `Port ${port} is taken. Set PORT to another, or to 0 for any free one.\n`,
  });
});

test.each([
  [{ PORT: "http" }, 'PORT is "http"; it takes a number from 0 to 65535.'],
  [{ PORT: "65536" }, 'PORT is "65536"'],
  [{ TRIGGERS: "missing.yaml" }, "missing.yaml can't be read (ENOENT). Set TRIGGERS"],
  [{ TRIGGERS: "package.json" }, "package.json: "],
  [{ WORKFLOWS: "missing" }, "There is no folder missing, from which the GitHub stand-in reads"],
  [{ GITHUB_API_URL: "garbage" }, 'GITHUB_API_URL is "garbage". This is not a URL.'],
  [{ WORKFLOWS: "package.json" }, "There is no folder package.json"],
  [{ SECRETS: "README.md" }, "README.md is not a JSON object of secrets by name."],
  [{ SECRETS: "missing.json" }, "missing.json"],
  [{ SECRETS: "package.json" }, "package.json is not a JSON object of secrets by name."],
])("an unusable environment ends it with 2: %j", async (environment, message) => {
  const { code, stderr } = await run("start", [], { PORT: "0", ...environment });
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(code).toBe(2);
});
