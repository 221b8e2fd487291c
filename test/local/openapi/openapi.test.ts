import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { routeKey } from "../../../dispatch/route-key.ts";
import { writeOpenApi } from "../../../local/openapi/write.ts";
import { configFrom } from "../../../local/settings.ts";
import { checkerOf, complaintsAbout, operationsOf } from "./check.ts";
import { contract, corners, documentOf, request, sources } from "./documents.ts";

describe.each(sources)("the document of $name", (source) => {
  const config = configFrom(source.settings);
  const routes = Object.entries(config.triggers).flatMap(([name, { on }]) =>
    on.http === undefined ? [] : [{ name, route: on.http }],
  );

  test("is OpenAPI 3.1", async () => {
    expect(await complaintsAbout(await documentOf(source))).toBeUndefined();
  });

  test("has an operation for each route, called after its trigger", async () => {
    const operations = operationsOf(await documentOf(source));
    const names = operations.map(({ operation }) => operation.operationId);
    expect(names.toSorted()).toEqual(routes.map(({ name }) => name).toSorted());
  });

  test("is the same each time, and as YAML", async () => {
    const texts = await Promise.all([1, 2].map(() => writeOpenApi(source.settings, request)));
    expect(texts[0]?.text).toBe(texts[1]?.text);
    const { text } = await writeOpenApi(source.settings, { ...request, asYaml: true });
    expect(parse(text)).toEqual(JSON.parse(texts[0]?.text ?? ""));
    expect(text).not.toMatch(/^\s*\S+: [&*]a\d/m);
  });

  test("has parameters for its paths, and for nothing else in them", async () => {
    for (const { path, operation } of operationsOf(await documentOf(source))) {
      const names = (operation.parameters ?? []).filter((each) => each.in === "path");
      const inPath = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name);
      expect(names.map(({ name }) => name)).toEqual(inPath);
    }
  });

  test("has examples that its own schemas take", async () => {
    const document = await documentOf(source);
    const checker = checkerOf(document);
    for (const { operation } of operationsOf(document)) {
      const example = operation.requestBody?.content["application/json"]?.example;
      if (example === undefined) continue;
      expect(checker.body(`${operation.operationId}-body`, example)).toBeUndefined();
    }
    for (const [name, { content }] of Object.entries(document.components.responses)) {
      for (const [type, { example }] of Object.entries(content)) {
        const answer = new Response("", { headers: { "content-type": type } });
        const operation = { responses: { 200: { $ref: `#/components/responses/${name}` } } };
        const [first] = operationsOf(document);
        expect(first).toBeDefined();
        if (first === undefined) continue;
        expect(
          checker.answer({ ...first.operation, ...operation }, answer, example),
        ).toBeUndefined();
      }
    }
  });

  test("tells of each method and path", async () => {
    const keys = operationsOf(await documentOf(source)).map(({ method, path }) =>
      routeKey({ method: method.toUpperCase() as "GET", path }).replaceAll(/\{[^}]+\}/g, "{}"),
    );
    const written = routes.map(({ route }) => routeKey(route).replaceAll(/\{[^}]+\}/g, "{}"));
    expect(keys.toSorted()).toEqual(written.toSorted());
  });
});

test.each([contract, corners])("the document of $name names no secret", async ({ settings }) => {
  const file = readFileSync(settings.triggers, "utf8");
  const names = [...file.matchAll(/(?:secret|pat): ([\w/-]+)/g)].map(([, name = ""]) => name);
  const { text } = await writeOpenApi(settings, request);
  expect(names).not.toEqual([]);
  expect(names.filter((name) => text.includes(name))).toEqual([]);
});

describe("the corners", () => {
  test("paths that OpenAPI takes for one have one entry, with the first route's names", async () => {
    const { paths } = await documentOf(corners);
    expect(Object.entries(paths).map(([path, methods]) => [path, Object.keys(methods)])).toEqual([
      ["/", ["post"]],
      ["/files/{name}", ["get", "put"]],
      ["/files/{name+}", ["get"]],
      ["/x/{a}", ["post"]],
      ["/x/{a}/{a-2}", ["put"]],
      ["/same/1", ["post"]],
      ["/same/2", ["post"]],
      ["/same/3", ["post"]],
      ["/headers", ["delete"]],
      ["/fallbacks/{size}", ["get"]],
      ["/pass", ["get"]],
      ["/twice/{size}", ["get", "put"]],
      ["/pass/{name}/{size}", ["get"]],
      ["/key", ["post"]],
    ]);
    expect(paths["/files/{name}"]?.put?.parameters?.[0]?.description).toContain("calls it `file`");
  });

  test("routes with one secret share a scheme, which others don't", async () => {
    const document = await documentOf(corners);
    const schemes = operationsOf(document).map(({ operation }) => [
      operation.operationId,
      operation.security.flatMap(Object.keys),
    ]);
    expect(Object.fromEntries(schemes)).toMatchObject({
      Problem: ["sigv4"],
      "one-file": [],
      "same-secret-1": ["token-same-secret-1"],
      "same-secret-2": ["token-same-secret-1"],
      "other-secret": ["token-other-secret"],
    });
  });

  test("headers that OpenAPI or the dispatcher keeps to itself are no parameters", async () => {
    const { paths } = await documentOf(corners);
    const names = paths["/headers"]?.delete?.parameters?.map(({ name }) => name);
    expect(names).toEqual(["X-Note", "Idempotency-Key"]);
    expect(paths["/headers"]?.delete?.description).toContain("reads all of the query");
  });

  test("inputs that all come from the query are parameters", async () => {
    const { paths } = await documentOf(corners);
    expect(paths["/pass"]?.get?.parameters).toMatchObject([
      { name: "name", in: "query", required: true },
      { name: "count", in: "query", required: false },
      { name: "size", in: "query", required: false, schema: { enum: ["small", "large"] } },
      { name: "Idempotency-Key", in: "header", required: false },
    ]);
  });

  test("inputs that all come from the path type it", async () => {
    const { paths } = await documentOf(corners);
    expect(paths["/pass/{name}/{size}"]?.get?.parameters).toMatchObject([
      { name: "name", in: "path", schema: { type: "string", minLength: 1 } },
      { name: "size", in: "path", schema: { enum: ["small", "large"] }, example: "small" },
      { name: "Idempotency-Key" },
    ]);
  });

  test.each(["get", "put"])("what a %s reads twice must do for both", async (method) => {
    const { paths } = await documentOf(corners);
    const parameters = paths["/twice/{size}"]?.[method]?.parameters ?? [];
    const find = (place: string, name: string) =>
      parameters.filter((each) => each.in === place && each.name.toLowerCase() === name);
    expect(find("query", "size")).toMatchObject([
      { required: true, schema: { type: "string", enum: ["small", "large"] } },
    ]);
    expect(find("query", "size")[0]?.schema).not.toHaveProperty("default");
    expect(find("header", "x-count")).toMatchObject([
      { required: true, schema: { type: "string", pattern: expect.any(String) } },
    ]);
    expect(find("path", "size")).toHaveLength(1);
  });

  test("the Idempotency-Key is needed where an input is", async () => {
    const { paths } = await documentOf(corners);
    expect(paths["/key"]?.post?.parameters).toMatchObject([
      { name: "Idempotency-Key", required: true, schema: { maxLength: 255 } },
    ]);
    expect(paths["/"]?.post?.parameters).toMatchObject([
      { name: "Idempotency-Key", required: false },
    ]);
  });

  test("what stands outside of the body is text, typed by its input", async () => {
    const { paths } = await documentOf(corners);
    const parameters = paths["/fallbacks/{size}"]?.get?.parameters ?? [];
    expect(parameters.slice(0, 3)).toMatchObject([
      { name: "size", in: "path", schema: { enum: ["small", "large"] }, example: "small" },
      { name: "n", in: "query", required: false, schema: { type: "string", default: "3" } },
      { name: "X-Name", in: "header", required: false, schema: { default: "nobody" } },
    ]);
  });

  test("a route that queues nothing is never answered 202", async () => {
    const { paths } = await documentOf(corners);
    expect(Object.keys(paths["/pass"]?.get?.responses ?? {})).not.toContain("202");
    expect(Object.keys(paths["/"]?.post?.responses ?? {})).toContain("202");
  });
});
