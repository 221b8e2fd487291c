import { convertV2 } from "openapi-to-postmanv2";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { operationsOf } from "./check.ts";
import { contract, documentOf, sources } from "./documents.ts";

const request = z.object({
  method: z.string(),
  url: z.object({
    host: z.array(z.string()),
    path: z.array(z.string()),
    variable: z.array(z.object({ key: z.string(), value: z.string() })),
  }),
  header: z
    .array(z.object({ key: z.string(), value: z.string(), disabled: z.boolean().optional() }))
    .optional(),
  auth: z.object({ type: z.string() }).loose().nullish(),
  body: z.object({ raw: z.string().optional() }).optional(),
});

interface Item {
  readonly name: string;
  readonly item?: readonly Item[];
  readonly request?: unknown;
}

/** What Postman's own importer makes of a document, with its default options but for the given ones. */
async function importToPostman(document: object, options: Record<string, unknown> = {}) {
  const data = JSON.stringify(document);
  const collection = await new Promise<{ item: readonly Item[]; variable: unknown }>(
    (resolve, reject) => {
      convertV2({ type: "string", data }, options, (error, result) => {
        const output = result?.output?.[0]?.data;
        if (error || !result?.result || output === undefined) reject(error ?? result?.reason);
        else resolve(output as never);
      });
    },
  );
  const requests = itemsIn(collection.item).map(({ name, request: made }) => ({
    name,
    ...request.parse(JSON.parse(JSON.stringify(made))),
  }));
  return { variable: collection.variable, requests };
}

function itemsIn(items: readonly Item[]): readonly Item[] {
  return items.flatMap((each) => (each.item === undefined ? [each] : itemsIn(each.item)));
}

describe.each(sources)("Postman, given the document of $name", (source) => {
  test("has a request for each operation", async () => {
    const document = await documentOf(source);
    const { requests, variable } = await importToPostman(document);
    const made = requests.map(
      ({ name, method, url }) => `${name} ${method} /${url.path.join("/")}`,
    );
    const expected = operationsOf(document).map(({ path, method, operation }) => {
      const postmanPath = path.replaceAll(/\{([^}]+)\}/g, ":$1");
      return `${operation.summary} ${method.toUpperCase()} ${postmanPath}`;
    });
    expect(made.toSorted()).toEqual(expected.toSorted());
    expect(variable).toMatchObject([{ key: "baseUrl", value: "http://127.0.0.1:8787" }]);
    expect(
      requests.flatMap(({ url }) => url.host).filter((host) => host !== "{{baseUrl}}"),
    ).toEqual([]);
  });

  test("has the examples of bodies, as they are", async () => {
    const document = await documentOf(source);
    const { requests } = await importToPostman(document, { parametersResolution: "Example" });
    for (const { operation } of operationsOf(document)) {
      const example = operation.requestBody?.content["application/json"]?.example;
      const made = requests.find(({ name }) => name === operation.summary)?.body?.raw;
      expect(made === undefined ? undefined : JSON.parse(made)).toEqual(example);
    }
  });
});

test.each<[string, { readonly type: string; readonly key?: string }]>([
  ["iam", { type: "apikey", key: "Authorization" }],
  ["token", { type: "bearer" }],
  ["jwt", { type: "bearer" }],
  ["webhook", { type: "apikey", key: "X-Hub-Signature-256" }],
  ["standard", { type: "apikey", key: "webhook-signature" }],
  ["hello", { type: "noauth" }],
])("Postman asks for what proves who calls %s", async (name, { type, key }) => {
  const { requests } = await importToPostman(await documentOf(contract));
  const { auth, header = [] } = requests.find((each) => each.name.endsWith(`(${name})`)) ?? {};
  expect(auth?.type ?? "noauth").toBe(type);
  if (key !== undefined) expect(JSON.stringify(auth)).toContain(`"value":"${key}"`);
  const isStandard = header.some((each) => each.key === "webhook-timestamp");
  expect(isStandard).toBe(name === "standard");
});

describe("Postman's Idempotency-Key", () => {
  async function keysOf(options: Record<string, unknown>) {
    const { requests } = await importToPostman(await documentOf(contract), options);
    const headers = requests.flatMap(({ header = [] }) => header);
    return headers.filter(({ key }) => key === "Idempotency-Key");
  }

  test("is another one for each request, where examples are asked for", async () => {
    const keys = await keysOf({ parametersResolution: "Example" });
    expect(new Set(keys.map(({ value }) => value))).toEqual(new Set(["{{$guid}}"]));
  });

  test.each(["Example", "Schema"])("can be left out (%s)", async (parametersResolution) => {
    const keys = await keysOf({ parametersResolution, enableOptionalParameters: false });
    expect(keys).not.toEqual([]);
    expect(keys.filter(({ disabled }) => !disabled)).toEqual([]);
  });

  test("is nothing that a generated client would send by itself", async () => {
    const parameters = operationsOf(await documentOf(contract)).flatMap(
      ({ operation }) => operation.parameters ?? [],
    );
    const keys = parameters.filter(({ name }) => name === "Idempotency-Key");
    expect(keys).not.toEqual([]);
    expect(keys.filter(({ example, schema }) => example ?? schema.default)).toEqual([]);
    expect(keys[0]?.description).toContain("{{$guid}}");
  });
});

test("Postman gets one placeholder for a text in a body", async () => {
  const { requests } = await importToPostman(await documentOf(contract));
  const hello = requests.find(({ name }) => name.endsWith("(hello)"));
  expect(JSON.parse(hello?.body?.raw ?? "")).toEqual({ source: "<string>" });
});

test("Postman gets placeholders in place of noise", async () => {
  const { requests } = await importToPostman(await documentOf(contract));
  const values = requests.flatMap(({ header = [], url }) => [...header, ...url.variable]);
  const odd = values.filter(({ value }) => !/^(<[\w-]+>|application\/json(, ?.*)?|)$/.test(value));
  expect(odd).toEqual([]);
});
