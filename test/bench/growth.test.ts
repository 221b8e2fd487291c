import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { synthesize } from "../../bench/growth/synthesis.ts";
import { fileOf } from "../../bench/growth/triggers.ts";
import { readConfig } from "../../dispatch/config.ts";

const folder = mkdtempSync(join(tmpdir(), "growth-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

test.each(["http", "queue", "schedule"] as const)(
  "a file for %s has as many triggers as it should",
  (kind) => {
    for (const count of [1, 10, 400]) {
      const { config, problems } = readConfig(fileOf(kind, count, "https://api.github.com"));
      expect(problems).toBeUndefined();
      expect(Object.keys(config?.triggers ?? {})).toHaveLength(count);
    }
  },
);

test("what is synthesised is counted: a resource more for a trigger more", async () => {
  const [one, three] = [
    await synthesize(fileOf("schedule", 1, "https://api.github.com"), folder),
    await synthesize(fileOf("schedule", 3, "https://api.github.com"), folder),
  ];
  expect(three.resources - one.resources).toBe(2);
  expect([one.stacks, three.stacks]).toEqual([1, 1]);
  expect(three.templates).toBeGreaterThan(one.templates);
  expect(three.config).toBeGreaterThan(one.config);
  expect(one.config).toBeGreaterThan(100);
}, 60_000);
