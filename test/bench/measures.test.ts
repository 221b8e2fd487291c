import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { order } from "../../bench/candidates/order.ts";
import { withStandIns } from "../../bench/candidates/setting.ts";
import { createColdProcesses } from "../../bench/cold/cold-process.ts";
import { type Comparison, comparisons } from "../../bench/measures/comparisons.ts";
import { buildVariants, type Variant } from "../../bench/measures/variants.ts";
import type { Counts } from "../../bench/stand-ins/cloud.ts";

const project = fileURLToPath(new URL("../..", import.meta.url));
const all = comparisons.flatMap(({ differences }) => differences);

test("each place that docs/architecture.md names is undone, and no other", () => {
  const [, section = ""] = read("docs/architecture.md").split("\n## Speed\n");
  const [table = ""] = section.split("\n## ");
  const named = [...table.matchAll(/^\| `([^`]+?)\/?` \|/gm)].map(([, place]) => place);
  const undone = all.flatMap(({ where }) => where ?? []);
  expect(new Set(undone)).toEqual(new Set(named));
});

test("what is undone is there", () => {
  const files = all.flatMap(({ where = [], instead = {} }) => [
    where,
    ...Object.keys(instead),
    ...Object.values(instead),
  ]);
  expect(files.flat().filter((file) => !existsSync(join(project, file)))).toEqual([]);
});

describe.each(comparisons.map((comparison) => [comparison.of, comparison] as const))(
  "of %s",
  (_, comparison) => {
    const folder = mkdtempSync(join(tmpdir(), "measures-test-"));
    afterAll(() => rmSync(folder, { recursive: true }));
    let variants: readonly Variant[];
    beforeAll(async () => {
      const nowhere = "http://127.0.0.1:9";
      const address = { secretsManager: nowhere, dynamoDb: nowhere, gitHub: nowhere };
      variants = await buildVariants(comparison, folder, address);
    });

    test("the first is what is deployed, and each other one is another", () => {
      const built = variants.map(contentOf);
      expect(variants[0]?.what).toBe("as deployed");
      expect(variants.slice(1).map(({ what }) => what)).toEqual(
        comparison.differences.map(({ what }) => what),
      );
      expect(new Set(built).size).toBe(comparison.differences.length + 1);
    });
  },
);

test("each variant dispatches", async () => {
  for (const comparison of comparisons) {
    const { runs, refused } = await countsOf(comparison);
    expect({ runs, refused }).toEqual({ runs: comparison.differences.length + 1, refused: 0 });
  }
});

/** What each variant of a comparison has asked for, once dispatched. */
function countsOf(comparison: Comparison): Promise<Counts> {
  return withStandIns(async ({ standIns, folder }) => {
    const { start } = await createColdProcesses(folder);
    for (const { candidate } of await buildVariants(comparison, folder, standIns.plain)) {
      await start(candidate);
    }
    return standIns.counts();
  }, order);
}

/** The modules and the settings of a variant, as one text. */
function contentOf({ candidate: { file, environment } }: Variant): string {
  const folder = dirname(file);
  const modules = readdirSync(folder).filter((name) => name.endsWith(".mjs"));
  const { NODE_COMPILE_CACHE } = environment;
  const texts = modules.map((name) => readFileSync(join(folder, name), "utf8"));
  return [NODE_COMPILE_CACHE, ...texts].join("\n");
}

function read(file: string): string {
  return readFileSync(join(project, file), "utf8");
}
