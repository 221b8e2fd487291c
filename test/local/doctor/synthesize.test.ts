import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { synthesize } from "../../../local/doctor/synthesize.ts";
import { nestedStacksIn } from "../../../local/doctor/template.ts";

const folder = mkdtempSync(join(tmpdir(), "synthesize-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("the template has what is nested, and what is deployed in its place", async () => {
  const triggers = join(folder, "many.yaml");
  const names = Array.from({ length: 450 }, (_, index) => `trigger-${index}`);
  const trigger = { on: { schedule: [{ cron: "30 2 * * *" }] }, workflow: "hello.yml" };
  writeFileSync(
    triggers,
    JSON.stringify({
      credentials: { default: { pat: "github/token" } },
      defaults: { repository: "acme/hello", ref: "main" },
      triggers: Object.fromEntries(names.map((name) => [name, trigger])),
    }),
  );
  const idsOf = (template: object) =>
    Object.keys(template).filter((id) => /(^|\/)Schedulestrigger/.test(id));
  const first = await synthesize("Many", triggers, [], process.env);
  expect(first.problem).toBeUndefined();
  const template = first.value ?? { Resources: {} };
  const ids = idsOf(template.Resources);
  expect(ids).toHaveLength(450);
  const nested = ids.filter((id) => id.includes("/"));
  expect(nested).toHaveLength(50);
  const stacks = new Map(nestedStacksIn(template));
  expect(new Set(nested.map((id) => id.split("/")[0]))).toEqual(new Set(stacks.keys()));
  expect([...stacks.values()].filter(({ Properties }) => Properties?.TemplateURL)).toEqual([]);

  const moved = ids.map((id) => (id === nested[0] ? `Triggers99/${id.split("/")[1]}` : id));
  const second = await synthesize("Many", triggers, moved, process.env);
  expect(idsOf(second.value?.Resources ?? {}).sort()).toEqual(moved.toSorted());
});
