import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { generatedFiles } from "../cli/generated.ts";
import { configJsonSchema, type JsonSchema } from "../dispatch/config/json-schema.ts";

const root = new URL("..", import.meta.url).pathname;

test.each([...generatedFiles()].map(([path, content]) => [relative(root, path), path, content]))(
  "%s is what the code says",
  (_, path, content) => {
    expect(readFileSync(path, "utf8"), "Run `npm run schema` and commit what it writes.").toBe(
      content,
    );
  },
);

describe("the JSON Schema", () => {
  const validate = new Ajv({ strict: false }).compile(configJsonSchema());

  const files: { name: string; file: string }[] = parse(
    readFileSync(new URL("dispatch/config/cases/configs.yaml", import.meta.url), "utf8"),
  );
  // An editor knows no spelling of numbers: where they stand for texts, it asks for quotes.
  const cases = files.filter(({ name }) => !name.includes("spelling"));

  test.each(cases)("takes a good file: $name", ({ file }) => {
    expect(validate(parse(file, { merge: false })), JSON.stringify(validate.errors)).toBe(true);
  });

  test.each([
    ["an unknown key", "banana: 1"],
    ["no credentials", "triggers: {}"],
    [
      "an unknown method",
      "credentials: {}\ntriggers: {a: {on: {http: {path: /a, method: X}}, workflow: a.yml}}",
    ],
    [
      "auth that is no kind",
      "credentials: {}\ntriggers: {a: {on: {http: {path: /a, auth: x}}, workflow: a.yml}}",
    ],
    [
      "a scalar where events take lists",
      "credentials: {}\ntriggers: {a: {on: {event: {source: x}}, workflow: a.yml}}",
    ],
    ["no workflow", "credentials: {}\ntriggers: {a: {on: {http: {path: /a}}}}"],
  ])("refuses %s", (_, file) => {
    expect(validate(parse(file))).toBe(false);
  });

  test("describes every key, and gives an example of it", () => {
    const bare = keysOf("", configJsonSchema()).filter(
      ({ schema }) => !schema.description || (schema.examples ?? []).length === 0,
    );
    expect(bare.map(({ path }) => path)).toEqual([]);
  });
});

function keysOf(path: string, schema: JsonSchema): { path: string; schema: JsonSchema }[] {
  const { properties = {}, additionalProperties: member, items, anyOf = [] } = schema;
  const own = Object.entries(properties).flatMap(([key, value]) => [
    { path: `${path}.${key}`, schema: value },
    ...keysOf(`${path}.${key}`, value),
  ]);
  const members = typeof member === "object" ? keysOf(`${path}.NAME`, member) : [];
  const listed = items === undefined ? [] : keysOf(`${path}[]`, items);
  return [...own, ...members, ...listed, ...anyOf.flatMap((any) => keysOf(path, any))];
}
