import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { driftBetween } from "../../../local/doctor/drift.ts";
import { parseTemplate, type Template } from "../../../local/doctor/template.ts";

interface Case {
  readonly title: string;
  /** Of the file and of what is deployed. */
  readonly file: Template["Resources"];
  readonly deployed: Template["Resources"];
  readonly drift: { missing?: string[]; surplus?: string[]; changed?: string[] };
}

const cases: readonly Case[] = JSON.parse(
  readFileSync(new URL("./cases/drift.json", import.meta.url), "utf8"),
);

const now = Date.parse("2026-11-24T12:00:00Z");

test.each(cases)("$title", ({ file, deployed, drift }) => {
  const none = { missing: [], surplus: [], changed: [] };
  const found = driftBetween({ Resources: file }, { Resources: deployed }, now);
  expect(found).toEqual({ ...none, ...drift });
});

test("outputs count, too", () => {
  const outputs = (Outputs: unknown) => ({ Resources: {}, Outputs });
  const changed = (a: unknown, b: unknown) => driftBetween(outputs(a), outputs(b), now).changed;
  expect(changed({ Url: { Value: "a" } }, { Url: { Value: "a" } })).toEqual([]);
  expect(changed({ Url: { Value: "a" } }, { Url: { Value: "b" } })).toEqual([
    "outputs of the stack",
  ]);
  expect(changed({ Url: { Value: "a" } }, undefined)).toEqual(["outputs of the stack"]);
});

test.each(["", "Resources: {}", "[]", "{}", '{"Resources": []}', "null"])(
  "%j is no template of the CDK",
  (text) => expect(parseTemplate(text)).toBeUndefined(),
);
