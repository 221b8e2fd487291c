import { describe, expect, test } from "vitest";
import {
  checkOffline,
  createProject,
  type Files,
  placesOf,
  triggersOf,
  workflowOf,
} from "./project.ts";

const deploy = "workflow: deploy.yml\n";

function offline(triggers: string, files: Files) {
  return checkOffline(createProject(triggers, files));
}

const mapOf = (count: number, value: unknown) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`i${index}`, value]));

describe("how many inputs an Enterprise Server takes depends on its version", () => {
  const server = "https://github.acme.example/api/v3";
  test.each<[string, number, number, string]>([
    ["10 are given", 10, 10, ""],
    ["9 are given, and a correlation-input", 10, 9, "correlation-input: i9\n"],
  ])("%s: that will do everywhere", async (_, declared, given, more) => {
    const lines = `${deploy}${more}inputs: ${JSON.stringify(mapOf(given, "x"))}\n`;
    const workflow = workflowOf(mapOf(declared, {}), "${{ inputs.i9 }}");
    const checked = await offline(triggersOf(lines, server), { "deploy.yml": workflow });
    expect(checked).toMatchObject({ findings: [], untold: [] });
  });

  test.each<[string, number, number, string]>([
    ["11 are given", 11, 11, ""],
    ["10 are given, and a correlation-input", 11, 10, "correlation-input: i10\n"],
    ["11 are declared", 11, 1, ""],
  ])("%s: that can't be told", async (_, declared, given, more) => {
    const lines = `${deploy}${more}inputs: ${JSON.stringify(mapOf(given, "x"))}\n`;
    const workflow = workflowOf(mapOf(declared, {}), "${{ inputs.i10 }}");
    const files = { "deploy.yml": workflow };
    expect(await offline(triggersOf(lines, server), files)).toMatchObject({
      findings: [],
      untold: [
        {
          about: "the inputs of deploy.yml of acme/shop",
          reason: "there are 11, and Enterprise Server up to 3.19 takes 10",
        },
      ],
    });
    expect(await offline(triggersOf(lines), files)).toMatchObject({ findings: [], untold: [] });
  });
});

describe("a folder of workflow files", () => {
  const required = workflowOf({ tag: { required: true } });
  const none = workflowOf(undefined);

  test("has a repository's own files before those of all", async () => {
    const files = { "deploy.yml": required, "acme/shop/deploy.yml": none };
    expect(await offline(triggersOf(deploy), files)).toMatchObject({ findings: [] });
    const other = triggersOf(`${deploy}repository: acme/other\n`);
    expect(placesOf(await offline(other, files))).toEqual([
      "input-missing 8:3 triggers.deploy.inputs",
    ]);
  });

  test("has a file of a ref in a folder of its own", async () => {
    const files = { "acme/shop/deploy.yml": required, "acme/shop@v1/deploy.yml": none };
    expect(await offline(triggersOf(`${deploy}ref: v1\n`), files)).toMatchObject({ findings: [] });
    const main = await offline(triggersOf(deploy), files);
    expect(placesOf(main)).toEqual(["input-missing 8:3 triggers.deploy.inputs"]);
  });

  test("has a repository's refs, in whatever case it is named", async () => {
    const again = "  again: { on: { http: { path: /again } }, repository: ACME/Shop, ref: v2, ";
    const text = `${triggersOf(deploy)}${again}workflow: deploy.yml }\n`;
    expect(await offline(text, { "deploy.yml": none })).toMatchObject({ findings: [] });
  });

  test.each<[string, string, Files, object]>([
    [
      "a ref",
      `${deploy}ref: v2\n`,
      { "acme/shop/deploy.yml": none, "acme/shop@v1/deploy.yml": none },
      { code: "ref-not-found", found: '"v2"', allowed: "main, v1" },
    ],
    [
      "a file at a ref",
      `${deploy}ref: v1\n`,
      { "acme/shop/deploy.yml": none, "acme/shop@v1/other.yml": none },
      { code: "workflow-not-at-ref", found: "deploy.yml at v1" },
    ],
    [
      "a workflow on the default branch",
      `${deploy}ref: v1\n`,
      { "acme/shop/other.yml": none, "acme/shop@v1/deploy.yml": none },
      { code: "workflow-not-found", found: '"deploy.yml"', allowed: "other.yml" },
    ],
  ])("may lack %s", async (_, lines, files, finding) => {
    expect((await offline(triggersOf(lines), files)).findings).toMatchObject([finding]);
  });
});

test("what an anchor gives to several triggers is told where it is used", async () => {
  const again = `  again:
    on: { http: { path: /again } }
    workflow: deploy.yml
    inputs: *inputs
`;
  const text = triggersOf(`${deploy}inputs: &inputs { tags: x }\n`) + again;
  const places = placesOf(await offline(text, { "deploy.yml": workflowOf({ tag: {} }) }));
  expect(places).toEqual([
    "input-undeclared 11:23 triggers.deploy.inputs.tags",
    "input-undeclared 15:5 triggers.again.inputs.tags",
  ]);
});
