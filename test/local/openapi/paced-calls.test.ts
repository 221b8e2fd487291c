import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { OpenApiDocument } from "../../../local/openapi/document.ts";
import { type Local, startLocal } from "../../../local/start.ts";
import { root } from "../../examples/example.ts";
import { checkerOf, operationsOf } from "./check.ts";
import { documentOf } from "./documents.ts";

describe("calls that GitHub can't take now", () => {
  let folder: string;
  let local: Local;
  let document: OpenApiDocument;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "openapi-"));
    const settings = {
      triggers: join(folder, "triggers.yaml"),
      workflows: join(root, "test/functions/workflows"),
      state: join(folder, "state.sqlite"),
    };
    writeFileSync(
      settings.triggers,
      `credentials: { default: { pat: x, pace: { per-minute: 1, per-hour: 1 } } }
defaults: { repository: acme/app, ref: main }
triggers:
  queued: { on: { http: { path: /queued, auth: none } }, workflow: echo.yml }
  unqueued: { on: { http: { path: /unqueued, auth: none, queue: false } }, workflow: echo.yml }
`,
    );
    document = await documentOf({ name: "paced", settings });
    local = await startLocal(settings, 0, () => {});
  });
  afterAll(async () => {
    await local.close();
    rmSync(folder, { recursive: true });
  });

  test("are answered as the document tells, queued and not", async () => {
    for (const [path, status, header] of [
      ["/queued", 201, undefined],
      ["/queued", 202, undefined],
      ["/unqueued", 503, /^\d+$/],
    ] as const) {
      const answer = await fetch(local.url + path, { method: "POST" });
      expect(answer.status).toBe(status);
      if (header !== undefined) expect(answer.headers.get("retry-after")).toMatch(header);
      const operation = document.paths[path]?.post;
      if (operation === undefined) throw new Error(`there is no operation at ${path}`);
      const complaint = checkerOf(document).answer(operation, answer, await answer.json());
      expect(complaint).toBeUndefined();
    }
  });

  test("are seen by a check that can fail", () => {
    const [unqueued] = operationsOf(document).filter(({ path }) => path === "/unqueued");
    if (unqueued === undefined) throw new Error("there is no operation at /unqueued");
    const check = (status: number, type: string, headers: object, body: unknown) => {
      const answer = new Response("", { status, headers: { "content-type": type, ...headers } });
      return checkerOf(document).answer(unqueued.operation, answer, body);
    };
    const started = { trigger: "unqueued", delivery: "1" };
    expect(check(201, "application/json", {}, started)).toBeUndefined();
    expect(check(202, "application/json", {}, started)).toBe("202 is not told");
    expect(check(201, "text/plain", {}, started)).toContain("text/plain is not told");
    expect(check(201, "application/json", { "retry-after": "1" }, started)).toContain(
      "retry-after",
    );
    expect(check(201, "application/json", {}, { trigger: "unqueued" })).toContain("delivery");
    const problem = { type: "urn:x", title: "x", status: 409, remedy: "x" };
    const other = { ...problem, code: "unauthenticated" };
    expect(check(409, "application/problem+json", {}, other)).toContain("allowed values");
  });
});
