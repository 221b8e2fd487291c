import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { editorPatterns } from "../dispatch/config/editor-patterns.ts";
import { editorSnippets } from "../dispatch/config/editor-snippets.ts";
import { configJsonSchema, type JsonSchema } from "../dispatch/config/json-schema.ts";
import { readConfig } from "../dispatch/config.ts";
import { formatPath } from "../dispatch/problem.ts";
import { findExamples, rootSample, triggersOf } from "./examples/example.ts";

const schema = configJsonSchema();
const ajv = new Ajv({ strict: false, allErrors: true });
const validate = ajv.compile(schema);

function casesOf<Case>(file: string): readonly Case[] {
  return parse(readFileSync(new URL(file, import.meta.url), "utf8"));
}

function complaintsOf(content: unknown): string {
  return validate(content) ? "" : ajv.errorsText(validate.errors);
}

describe("what an editor takes", () => {
  test.each([rootSample, ...findExamples()])("the file of $name", (example) => {
    const text = readFileSync(triggersOf(example), "utf8");
    expect(complaintsOf(parse(text, { merge: false }))).toBe("");
  });

  const good = casesOf<{ name: string; file: string }>("dispatch/config/cases/configs.yaml");
  test.each(good)("a file that is good: $name", ({ file }) => {
    expect(complaintsOf(parse(file, { merge: false }))).toBe("");
  });

  const schedules: Readonly<Record<string, readonly (readonly [string, string])[]>> = JSON.parse(
    readFileSync(
      new URL("dispatch/config/cases/schedule-expressions.json", import.meta.url),
      "utf8",
    ),
  );
  test("every schedule that can be followed", () => {
    const pattern = new RegExp(editorPatterns.cron.pattern, "u");
    const kinds = ["githubCron", "awsExpressions", "rates"].map((kind) => schedules[kind] ?? []);
    const texts = kinds.flat().flatMap((pair) => pair.slice(0, 2));
    expect(texts.length).toBeGreaterThan(100);
    expect(texts.filter((text) => !pattern.test(text))).toEqual([]);
  });
});

/** A schema with its place in the file. */
interface Key {
  readonly path: string;
  readonly schema: JsonSchema;
}

function keysOf(path: string, within: JsonSchema): readonly Key[] {
  const { properties = {}, additionalProperties: member, items, anyOf = [] } = within;
  const inner: Key[] = Object.entries(properties).map(([key, value]) => ({
    path: `${path}.${key}`,
    schema: value,
  }));
  if (typeof member === "object" && Object.keys(member).length > 0) {
    inner.push({ path: `${path}.NAME`, schema: member });
  }
  const listed = items === undefined ? [] : keysOf(`${path}[]`, items);
  const unions = anyOf.flatMap((any) => keysOf(path, any));
  return [...inner, ...inner.flatMap((key) => keysOf(key.path, key.schema)), ...listed, ...unions];
}

describe("every key", () => {
  const keys = keysOf("", schema);

  test("is found, names of one's own choice among them", () => {
    const paths = keys.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining([
        ".credentials.NAME",
        ".credentials.NAME.app.private-key",
        ".triggers.NAME.on.schedule[].cron",
        ".triggers.NAME.on.http.auth.jwt.claims.NAME",
        ".triggers.NAME.on.event.$or",
        ".triggers.NAME.inputs.NAME",
      ]),
    );
  });

  test.each(keys)("$path has a description and examples that it takes", ({ schema: own }) => {
    expect(own.description).toMatch(/^[A-Z].*\.$/s);
    expect(own.examples).not.toHaveLength(0);
    const check = ajv.compile(own);
    for (const example of own.examples ?? []) {
      expect(check(example), `${JSON.stringify(example)}: ${ajv.errorsText(check.errors)}`).toBe(
        true,
      );
    }
    if (own.default !== undefined) expect(check(own.default)).toBe(true);
  });
});

describe("what VS Code makes of it", () => {
  const keys = keysOf("", schema);

  test("no title heads the hover text of every key", () => {
    const titled = [schema, ...keys.map((key) => key.schema)].filter((each) => "title" in each);
    expect(titled).toEqual([]);
  });

  // Its language server names an example by what JavaScript makes a text of it.
  test("beside other values, no example is called [object Object]", () => {
    const unions = keys.filter(({ schema: own }) => own.anyOf !== undefined);
    expect(unions.map(({ path }) => path)).toContain(".triggers.NAME.inputs");
    const nameless = unions.filter(({ schema: { examples = [] } }) =>
      examples.some((each) => !Array.isArray(each) && String(each) === "[object Object]"),
    );
    expect(nameless.map(({ path }) => path)).toEqual([]);
  });

  test("no empty mapping is offered as a default", () => {
    const empty = keys.filter(({ schema: own }) => JSON.stringify(own.default) === "{}");
    expect(empty.map(({ path }) => path)).toEqual([]);
  });
});

describe("every snippet", () => {
  const snippets = Object.entries(editorSnippets).flatMap(([key, list]) =>
    list.map(({ label, body }) => ({ key, label, body })),
  );

  test.each(snippets)("$key: $label is a file's part as it stands", ({ key, body }) => {
    const filled = JSON.stringify(body).replaceAll(/"\$\{\d:(\d+)\}"/g, "$1");
    const part = JSON.parse(filled.replaceAll(/\$\{\d:([^}]*)\}/g, "$1"));
    const content = {
      credentials: { default: { pat: "x" } },
      defaults: { repository: "acme/app", ref: "main" },
      triggers: {},
      ...(Object.hasOwn(schema.properties ?? {}, key)
        ? { [key]: part }
        : { triggers: { a: triggerWith(key, part) } }),
    };
    expect(complaintsOf(content)).toBe("");
    expect(readConfig(JSON.stringify(content)).problems).toBeUndefined();
  });
});

function triggerWith(key: string, part: unknown): object {
  const http = { path: "/a", ...(key === "auth" ? { auth: part } : {}) };
  return { on: { http }, workflow: "a.yml", ...(key === "inputs" ? { inputs: part } : {}) };
}

interface Problematic {
  readonly name: string;
  readonly file?: string;
  readonly triggers?: string;
}

interface Unknowable {
  readonly class: string;
  readonly reason: string;
  readonly cases: readonly string[];
}

/** The file of a case, as in test/dispatch/config/problems.test.ts. */
function textOf({ file, triggers = "" }: Problematic): string {
  const indented = triggers.replaceAll(/^(?=.)/gm, "  ");
  return (
    file ??
    `credentials: { default: { pat: x } }\ndefaults: { repository: a/b, ref: main }\ntriggers:\n${indented}`
  );
}

/** The places that the schema refuses: the key itself where one is unknown, missing or can't be a name. */
function refusedPlaces(text: string): readonly string[] {
  try {
    validate(parse(text, { merge: false }));
  } catch {
    return [];
  }
  return (validate.errors ?? []).map(({ instancePath, params }) => {
    const key = params.additionalProperty ?? params.missingProperty ?? params.propertyName ?? [];
    return [...instancePath.split("/").slice(1), key].flat().join("/");
  });
}

/** The problems of a file that an editor does not show. */
function unseen(problematic: Problematic): readonly string[] {
  const text = textOf(problematic);
  const refused = refusedPlaces(text);
  const isSeen = (place: string) =>
    refused.some(
      (each) => each === "" || each === place || (place !== "" && each.startsWith(`${place}/`)),
    );
  const { problems = [] } = readConfig(text);
  const places = problems
    .filter(({ path }) => !isSeen(path.join("/")))
    .map(({ path }) => `${problematic.name}: ${formatPath(path)}`);
  return [...new Set(places)];
}

describe("what an editor refuses", () => {
  const problematic = casesOf<Problematic>("dispatch/config/cases/problems.yaml");
  const unknowable = casesOf<Unknowable>("schema-cannot-know.yaml");
  const told = new Set(unknowable.flatMap(({ cases }) => cases));

  test.each(problematic)("$name, but for what a schema can't know", (each) => {
    const known = [...told].filter((line) => line.startsWith(`${each.name}: `));
    expect([...unseen(each)].sort()).toEqual(known.sort());
  });

  test("what it can't know has its reason, and its cases exist", () => {
    const names = problematic.map(({ name }) => name);
    const strays = [...told].filter((line) => !names.some((name) => line.startsWith(`${name}: `)));
    expect(strays).toEqual([]);
    expect(unknowable.filter(({ reason }) => !/\.$/.test(reason))).toEqual([]);
    expect(told.size).toBe(unknowable.flatMap(({ cases }) => cases).length);
  });
});
