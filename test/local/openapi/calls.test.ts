import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { OpenApiDocument } from "../../../local/openapi/document.ts";
import { configFrom } from "../../../local/settings.ts";
import { type Local, startLocal } from "../../../local/start.ts";
import { type Call, send } from "../../examples/call.ts";
import { configOf, findExamples, rootSample, triggersOf } from "../../examples/example.ts";
import { prove } from "../../examples/proofs.ts";
import { runExample } from "../../examples/running.ts";
import { shownCall } from "./call.ts";
import { checkerOf, operationsOf, type PlacedOperation } from "./check.ts";
import { contract, documentOf } from "./documents.ts";

const examples = [rootSample, ...findExamples()].filter((example) =>
  Object.values(configOf(example).triggers).some(({ on }) => on.http !== undefined),
);

describe.each(examples)("the calls that the document of $name shows", (example) => {
  const source = { name: example.name, settings: { triggers: triggersOf(example) } };

  test("start runs, and are answered as it tells", () =>
    runExample(example, async ({ config, url, issuer, github }) => {
      const document = await documentOf(source);
      const operations = operationsOf(document);
      for (const placed of operations) {
        const { auth } = config.triggers[placed.operation.operationId]?.on.http ?? {};
        if (auth === undefined) throw new Error("an operation has a route");
        const call = withClaims(shownCall(placed), auth);
        const answer = await send(url, call, await prove(auth, call, issuer));
        expect(answer.status).toBe(201);
        const complaint = checkerOf(document).answer(placed.operation, answer, await answer.json());
        expect(complaint).toBeUndefined();
      }
      expect(github.runs()).toHaveLength(operations.length);
    }));
});

/** A caller of a route with claims has those that it asks for. */
function withClaims(call: Call, auth: Parameters<typeof prove>[0]): Call {
  if (auth.kind !== "jwt") return call;
  const claims = Object.entries(auth.claims).map(([name, value]) => [
    name,
    [value].flat()[0] ?? "",
  ]);
  return { ...call, claims: Object.fromEntries(claims) };
}

describe("calls of the contract", () => {
  let folder: string;
  let local: Local;
  let document: OpenApiDocument;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "openapi-"));
    const settings = { ...contract.settings, state: join(folder, "state.sqlite") };
    [document, local] = [await documentOf(contract), await startLocal(settings, 0, () => {})];
  });
  afterAll(async () => {
    await local.close();
    rmSync(folder, { recursive: true });
  });

  const { triggers } = configFrom(contract.settings);
  const issuer = { url: "", sign: async () => "", forge: async () => "", close: async () => {} };
  // The issuer of its tokens is not on this machine.
  const routes = Object.entries(triggers).flatMap(([name, { on }]) =>
    on.http === undefined || on.http.auth.kind === "jwt" ? [] : [{ name, auth: on.http.auth }],
  );

  function placedOf(name: string): PlacedOperation {
    const placed = operationsOf(document).find(({ operation }) => operation.operationId === name);
    if (placed === undefined) throw new Error(`there is no operation ${name}`);
    return placed;
  }

  test.each(routes)("$name is answered as the document tells", async ({ name, auth }) => {
    const placed = placedOf(name);
    const call = shownCall(placed);
    const answer = await send(local.url, call, await prove(auth, call, issuer));
    const complaint = checkerOf(document).answer(placed.operation, answer, await answer.json());
    expect(complaint).toBeUndefined();
    const refused: Readonly<Record<string, number>> = {
      "no-such-workflow": 502,
      "no-dispatch": 502,
      unparsable: 502,
    };
    expect(answer.status).toBe(refused[name] ?? 201);
  });

  const key = { "idempotency-key": "once" };
  const json = { "content-type": "application/json" };
  const hello = {
    method: "POST",
    path: "/hello",
    headers: json,
    body: '{"source":"x"}',
    claims: {},
  };

  const failures: readonly (readonly [
    string,
    string,
    Partial<Call>,
    number,
    string | undefined,
  ])[] = [
    ["a first call with a key", "hello", { headers: { ...json, ...key } }, 201, undefined],
    ["the same call again", "hello", { headers: { ...json, ...key } }, 201, undefined],
    [
      "another with that key",
      "hello",
      { headers: { ...json, ...key }, body: '{"source":"y"}' },
      422,
      "idempotency-key-reused",
    ],
    ["no input", "hello", { body: "{}" }, 422, "inputs-refused"],
    ["no JSON", "hello", { body: "{" }, 400, "body-malformed"],
    [
      "a bad key",
      "hello",
      { headers: { ...json, "idempotency-key": "a b" } },
      400,
      "header-malformed",
    ],
    ["text", "hello", { headers: { "content-type": "text/plain" } }, 415, "body-type-unsupported"],
    ["a long body", "hello", { body: `"${"x".repeat(1_048_576)}"` }, 413, "body-too-large"],
    ["more than API Gateway takes", "hello", { body: "x".repeat(10_485_761) }, 413, undefined],
    ["a path that can't be read", "deploy", { path: "/deploy/%E0%A4" }, 400, undefined],
    [
      "another site",
      "hello",
      { headers: { ...json, "sec-fetch-site": "cross-site" } },
      403,
      undefined,
    ],
    ["another path", "hello", { path: "/missing" }, 404, undefined],
    ["no token", "token", { path: "/token" }, 401, "unauthenticated"],
    ["no JSON Web Token", "jwt", { path: "/jwt" }, 401, undefined],
    ["no signature", "webhook", { path: "/webhook" }, 401, "unauthenticated"],
    ["a list of inputs", "pass", { path: "/pass", body: '{"inputs":[1]}' }, 422, "inputs-invalid"],
    [
      "no such workflow",
      "no-such-workflow",
      { path: "/no-such-workflow" },
      502,
      "workflow-not-found",
    ],
  ];

  test.each(failures)(
    "%s is answered as the document tells",
    async (_, name, given, status, code) => {
      const { operation } = placedOf(name);
      const answer = await send(local.url, { ...hello, ...given }, {});
      const body = (await answer.json()) as { readonly code?: string };
      expect({ status: answer.status, code: body.code }).toEqual({ status, code });
      expect(checkerOf(document).answer(operation, answer, body)).toBeUndefined();
    },
  );
});
