import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import type { Example, OpenApiDocument, Schema } from "../../../local/openapi/document.ts";
import { type Local, startLocal } from "../../../local/start.ts";
import { checkerOf } from "./check.ts";
import { documentOf } from "./documents.ts";

interface Case {
  readonly name: string;
  readonly declared: Readonly<Record<string, object>>;
  readonly inputs: string | Readonly<Record<string, string>>;
  readonly correlation?: string;
  readonly schema: Schema;
  readonly example: Example;
  readonly taken: readonly Example[];
  readonly refused: readonly Example[];
  readonly loose?: readonly Example[];
  readonly form?: false;
}

const cases: readonly Case[] = parse(
  readFileSync(new URL("cases/bodies.yaml", import.meta.url), "utf8"),
);

const numbered = cases.map((each, index) => ({ ...each, id: `case-${index}` }));

let folder: string;
let document: OpenApiDocument;
let local: Local;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "openapi-"));
  const workflows = join(folder, ".github", "workflows");
  mkdirSync(workflows, { recursive: true });
  for (const { id, declared } of numbered) {
    const on = { workflow_dispatch: { inputs: declared } };
    const jobs = { a: { "runs-on": "ubuntu-latest", steps: [{ run: "true" }] } };
    writeFileSync(join(workflows, `${id}.yml`), stringify({ on, jobs }));
  }
  const triggers = numbered.map(({ id, inputs, correlation }) => {
    const on = { http: { path: `/${id}`, auth: "none" } };
    const correlated = correlation === undefined ? {} : { "correlation-input": correlation };
    return [id, { on, workflow: `${id}.yml`, inputs, ...correlated }];
  });
  const file = {
    credentials: { default: { pat: "x", pace: { "per-minute": 10_000, "per-hour": 100_000 } } },
    defaults: { repository: "acme/app", ref: "main" },
    triggers: Object.fromEntries(triggers),
  };
  const settings = { triggers: join(folder, "triggers.yaml"), state: join(folder, "state.sqlite") };
  writeFileSync(settings.triggers, stringify(file));
  document = await documentOf({ name: "bodies", settings });
  local = await startLocal(settings, 0, () => {});
});
afterAll(async () => {
  await local.close();
  rmSync(folder, { recursive: true });
});

function post(id: string, body: Example): Promise<Response> {
  const headers = { "content-type": "application/json" };
  return fetch(`${local.url}/${id}`, { method: "POST", headers, body: JSON.stringify(body) });
}

describe.each(numbered)("$name", (each) => {
  const { id, schema, example, taken, refused, loose = [] } = each;
  const media = () => document.paths[`/${id}`]?.post?.requestBody?.content["application/json"];

  test("has its schema and an example", () => {
    expect(document.components.schemas[`${id}-body`]).toEqual(schema);
    expect(media()?.example).toEqual(example);
  });

  test("takes what starts a run, the example among it", async () => {
    const checker = checkerOf(document);
    for (const body of [...taken, example]) {
      const { status } = await post(id, body);
      const complaint = checker.body(`${id}-body`, body);
      expect({ body, status, complaint }).toEqual({ body, status: 201, complaint: undefined });
    }
  });

  test("refuses what starts none, and little else", async () => {
    const checker = checkerOf(document);
    for (const [bodies, expected] of [[refused, 422] as const, [loose, 201] as const]) {
      for (const body of bodies) {
        const { status } = await post(id, body);
        const complaint = checker.body(`${id}-body`, body);
        expect({ body, status, complaint }).toMatchObject({ body, status: expected });
        expect({ body, complaint }).toEqual({ body, complaint: expect.any(String) });
      }
    }
  });

  test("has a form where a form can say it", async () => {
    const form =
      document.paths[`/${id}`]?.post?.requestBody?.content["application/x-www-form-urlencoded"];
    const values = Object.values(schema.properties ?? {});
    const isNested = values.some(({ type, properties }) => type === "object" || properties);
    expect(form !== undefined).toBe(each.form ?? (schema.type === "object" && !isNested));
    if (form === undefined) return;
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries(Object(example))) body.set(name, String(value));
    const { status } = await fetch(`${local.url}/${id}`, { method: "POST", body });
    expect(status).toBe(201);
  });
});
