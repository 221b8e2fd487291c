import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { matchRoute, routesOf } from "../../local/routes.ts";
import { commandsIn, fireArguments, wordsOf } from "./commands.ts";
import { readCurl } from "./curl.ts";
import { configOf, type Example, findExamples, root, triggersOf } from "./example.ts";
import { prove } from "./proofs.ts";
import { type RunningExample, runExample } from "./running.ts";

/** Where `npm start` listens, and the READMEs' calls go. */
const origin = "http://127.0.0.1:8787";

describe.each(findExamples())("the README of $name", (example) => {
  const triggers = relative(root, triggersOf(example)).replaceAll("\\", "/");
  const commands = commandsIn(readmeOf(example));
  const calls = commands.filter(({ line }) => line.startsWith("curl ") && line.includes(origin));
  const fires = commands.filter(({ line }) => line.includes(" npm run fire "));

  test("tells how to start it", () => {
    const lines = commands.map(({ line }) => line);
    expect(lines).toContain(`TRIGGERS=${triggers} npm start`);
  });

  test("fires every trigger", () => {
    const fired = new Set(fires.map(({ line }) => fireArguments(line, triggers)[0]));
    expect([...fired].sort()).toEqual(Object.keys(configOf(example).triggers).sort());
  });

  test("calls every route", () => {
    const routes = routesOf(configOf(example));
    const called = new Set(calls.map(({ line }) => readCall(line, routes).match.route));
    expect(called).toEqual(new Set(routes));
  });

  test.each(fires)("$line", async ({ line }) => {
    const args = ["cli/fire.ts", ...fireArguments(line, triggers)];
    const folder = mkdtempSync(join(tmpdir(), "state-"));
    const STATE = join(folder, "state.sqlite");
    const env = { TRIGGERS: triggers, STATE, PATH: process.env.PATH };
    await promisify(execFile)(process.execPath, args, { cwd: root, env }).finally(() =>
      rmSync(folder, { recursive: true }),
    );
  });

  test.each(calls)("$line", ({ line, comment }) =>
    runExample(example, async (running) => {
      const [status = "201"] = /\b[45]\d\d\b/.exec(comment) ?? [];
      expect((await sendLine(line, running)).status).toBe(Number(status));
      expect(running.github.runs()).toHaveLength(status === "201" ? 1 : 0);
    }),
  );
});

function readmeOf({ folder }: Example): string {
  const path = join(folder, "README.md");
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}

/** The request of a line, and the route that takes it; variables have the values given. */
function readCall(line: string, routes: ReturnType<typeof routesOf>, variables = unsigned) {
  const [, ...words] = wordsOf(line, variables);
  const request = readCurl(words);
  const { pathname } = new URL(request.url);
  const match = matchRoute(routes, request.method, pathname);
  if (match === undefined) throw new Error(`no route takes ${request.method} ${pathname}`);
  return { request, match };
}

/** The variables of a signature, as the README's lines above the call set them. */
const unsigned = { id: "msg_1", timestamp: "0", signature: "" };

async function sendLine(line: string, { config, url, issuer }: RunningExample) {
  const routes = routesOf(config);
  const { request, match } = readCall(line, routes);
  const headers = Object.fromEntries(request.headers);
  const call = { method: request.method, path: "", headers, body: request.body, claims: {} };
  const proof = await prove(match.route.auth, call, issuer);
  const { request: signed } = readCall(line, routes, {
    ...unsigned,
    timestamp: proof["webhook-timestamp"] ?? "",
    signature: proof["webhook-signature"]?.replace(/^v1,/, "") ?? "",
  });
  return fetch(signed.url.replace(origin, url), {
    method: signed.method,
    headers: signed.headers,
    ...(signed.body === undefined ? {} : { body: signed.body }),
  });
}
