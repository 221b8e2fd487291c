import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { InputDefinition } from "../../../local/workflow/input-definitions.ts";
import { type ParsedWorkflow, parseWorkflowFile } from "../../../local/workflow/workflow-file.ts";

/** What a file of the corpus gives: what it says itself, without what it leaves to the defaults. */
type CorpusCase =
  | (Partial<Omit<ParsedWorkflow, "inputs">> & {
      readonly inputs?: readonly Partial<InputDefinition>[];
      readonly refused?: never;
    })
  /** The failure, whole. */
  | { readonly refused: string };

const folder = new URL("./corpus/", import.meta.url);
const cases = Object.entries(readJson<Record<string, CorpusCase>>("./corpus.json"));

function readJson<Value>(file: string): Value {
  return JSON.parse(readFileSync(new URL(file, import.meta.url), "utf8"));
}

test.each(cases)("%s", async (file, expected) => {
  const parsed = await parseWorkflowFile(readFileSync(new URL(file, folder), "utf8"), 25);
  if (expected.refused !== undefined) {
    expect(parsed).toEqual({ failure: expected.refused });
    return;
  }
  const { inputs = [], ...rest } = expected;
  expect(parsed).toEqual({
    name: undefined,
    schedules: [],
    runName: undefined,
    ...rest,
    inputs: inputs.map((input) => ({
      description: undefined,
      type: "string",
      required: false,
      default: undefined,
      options: [],
      ...input,
    })),
  });
});

/** The same files in other words. */
const spellings: Readonly<Record<string, (content: string) => string>> = {
  "as it is": (content) => content,
  "with its keys quoted": (content) =>
    content.replaceAll(/^( *(?:- )?)([\w-]+):(?=\s)/gm, '$1"$2":'),
  "with spaces behind its keys": (content) => content.replaceAll(/^( *[\w-]+):(?=\s)/gm, "$1 :"),
  "with blank lines": (content) => content.replaceAll("\n", "\n\n"),
};

describe.each(Object.entries(spellings))("a file %s", (_, spell) => {
  // A brace in a comment says nothing, and makes the file one of those that are read twice.
  test.each(cases)("%s is the same when it is read as one with pitfalls", async (file) => {
    const content = spell(readFileSync(new URL(file, folder), "utf8"));
    const plain = await parseWorkflowFile(content, 25);
    const withPitfall = await parseWorkflowFile(`${content.trimEnd()}\n# {\n`, 25);
    const refused = "failure" in withPitfall;
    expect("failure" in plain).toBe(refused);
    if (!refused) expect(plain).toEqual(withPitfall);
  });
});

test("each file has its case, and each refusal its place", () => {
  const files = readdirSync(folder).filter((file) => file.endsWith(".yml"));
  expect(files.toSorted()).toEqual(cases.map(([file]) => file).toSorted());
  const refusals = cases.flatMap(([, { refused }]) => (refused === undefined ? [] : [refused]));
  const withoutPlace = refusals.filter(
    (text) => !/^\(Line: [1-9]\d*, Col: [1-9]\d*\): /.test(text),
  );
  // The one message that GitHub gives without a place.
  expect(withoutPlace).toEqual([
    "you may only define up to 25 `inputs` for a `workflow_dispatch` event",
  ]);
});

const dispatched = "on: workflow_dispatch\n";
const jobs = "jobs:\n  run:\n    runs-on: ubuntu-latest\n    steps:\n      - run: make\n";
const env = (entries: readonly string[]) => `env:\n${entries.map((one) => `  ${one}\n`).join("")}`;
const repeat = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => line(index));

describe("a file that is too much", () => {
  test.each([
    ["nested lists", `env: ${"[".repeat(2_000)}${"]".repeat(2_000)}\n`, "Nested too deeply"],
    ["nested maps", `env: ${"{a: ".repeat(2_000)}${"}".repeat(2_000)}\n`, "Nested too deeply"],
    ["entries", env(repeat(26_000, (index) => `A${index}: x`)), "Maximum YAML nodes exceeded"],
    [
      "aliases of maps",
      env(["M: &map {}", ...repeat(4_000, (index) => `A${index}: *map`)]),
      "Too many aliases for a file of this size",
    ],
    ["slips", "- x: [\n".repeat(5_000), "Implicit keys need to be on a single line"],
  ])("%s", async (_, part, message) => {
    const parsed = await parseWorkflowFile(dispatched + part + jobs, 25);
    const place = /^\(Line: [1-9]\d*, Col: [1-9]\d*\): /;
    expect(parsed).toEqual({ failure: expect.stringMatching(place) });
    expect(parsed).toEqual({ failure: expect.stringContaining(message) });
  });
});

describe("a file that is much", () => {
  test.each([
    ["text", `name: ${"x".repeat(1_000_000)}\n`],
    ["comments", "# x\n".repeat(40_000)],
    ["entries", env(repeat(5_000, (index) => `A${index}: x`))],
    ["aliases of text", env(["T: &text x", ...repeat(2_000, (index) => `A${index}: *text`)])],
  ])("%s", async (_, part) => {
    const parsed = await parseWorkflowFile(dispatched + part + jobs, 25);
    expect(parsed).toMatchObject({ events: ["workflow_dispatch"], dispatchable: true });
  });
});

test("the number of inputs is the caller's to limit", async () => {
  const content = readFileSync(new URL("inputs-25.yml", folder), "utf8");
  expect(await parseWorkflowFile(content, 10)).toEqual({
    failure: "you may only define up to 10 `inputs` for a `workflow_dispatch` event",
  });
});

test("problems keep their lines when parts of the file are read otherwise", async () => {
  const content = [
    "run-name: |",
    "  Deploy",
    "  ${{ inputs.target }}",
    "on:",
    "  workflow_dispatch:",
    "    inputs:",
    "      target:",
    "      7: { default: 1.10 }",
    "      last: { type: date }",
    jobs,
  ].join("\n");
  expect(await parseWorkflowFile(content, 25)).toEqual({
    failure: "(Line: 9, Col: 21): Unexpected value 'date'",
  });
});
