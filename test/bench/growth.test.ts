import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { isMet, spreadOf } from "../../bench/benchmark.ts";
import { functionNames } from "../../bench/candidates/functions.ts";
import { resultsOf } from "../../bench/growth/results.ts";
import { synthesize } from "../../bench/growth/synthesis.ts";
import { grownFile } from "../../bench/growth/triggers.ts";
import { readConfig, type Trigger } from "../../dispatch/config.ts";
import { groups } from "../../infra/placement.ts";

const folder = mkdtempSync(join(tmpdir(), "growth-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

test.each(["http", "queue", "schedule"] as const)(
  "a file for %s has as many triggers as it should",
  (kind) => {
    for (const count of [1, 10, 400]) {
      const { config, problems } = readConfig(grownFile(kind, count, "https://api.github.com"));
      expect(problems).toBeUndefined();
      expect(Object.keys(config?.triggers ?? {})).toHaveLength(count);
    }
  },
);

test.each([
  ["http", (trigger: Trigger) => trigger.on.http !== undefined],
  ["queue", (trigger: Trigger) => trigger.on.event !== undefined],
] as const)(
  "of thousands for %s, as many are measured as there may be routes",
  (kind, isMeasured) => {
    const { config } = readConfig(grownFile(kind, 1000, "https://api.github.com"));
    const triggers = Object.values(config?.triggers ?? {});
    expect(triggers.filter(isMeasured)).toHaveLength(300);
    expect(triggers.filter(({ on }) => on.schedule !== undefined)).toHaveLength(700);
  },
);

describe("results", () => {
  const sizes = [1, 10, 3000];
  const synthesis = { time: 100, stacks: 1, templates: 1, config: 1 };
  const found = (cold: number, besides: number) =>
    resultsOf(
      new Map(
        functionNames.flatMap((handler) =>
          sizes.map((count) => [
            { handler, count, candidate: { name: "", file: "", event: "", environment: {} } },
            { cold: count === 3000 ? [100 * cold, 200 * cold] : [100, 200], warm: [2, 4] },
          ]),
        ),
      ),
      new Map(
        sizes.map((count) => {
          const resources = count + (count === 1 ? 16 : besides);
          return [count, [{ ...synthesis, resources }]];
        }),
      ),
    );

  test("are those of a round, against one trigger", () => {
    const { tables, charts } = found(1.5, 16);
    const [, http] = tables;
    expect(http?.columns.map(({ name }) => name)).toEqual([
      "cold",
      "cold, of one",
      "warm",
      "warm, of one",
    ]);
    const { what, figures } = http?.rows.at(-1) ?? {};
    expect([what, figures?.[1], figures?.[3]]).toEqual([
      "3,000",
      spreadOf([1.5, 1.5]),
      spreadOf([1, 1]),
    ]);
    expect(charts[0]?.bars.map(({ label }) => label)).toContain("http, 10 triggers");
  });

  test("have goals for the most triggers", () => {
    const verdictsOf = (cold: number, besides: number) => found(cold, besides).goals.map(isMet);
    expect(verdictsOf(1.05, 16 + groups)).toEqual([true, true, true, true]);
    expect(verdictsOf(1.06, 17 + groups)).toEqual([false, false, true, false]);
  });
});

test("what is synthesised is counted: a resource more for a trigger more", async () => {
  const [one, three] = [
    await synthesize(grownFile("schedule", 1, "https://api.github.com"), folder),
    await synthesize(grownFile("schedule", 3, "https://api.github.com"), folder),
  ];
  expect(three.resources - one.resources).toBe(2);
  expect([one.stacks, three.stacks]).toEqual([1, 1]);
  expect(three.templates).toBeGreaterThan(one.templates);
  expect(three.config).toBeGreaterThan(one.config);
  expect(one.config).toBeGreaterThan(100);
});
