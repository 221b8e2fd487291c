import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildVariant, differences } from "../../bench/measures/variants.ts";

const project = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "measures-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

const address = { url: "http://127.0.0.1:9" };
let deployed: string;
beforeAll(async () => {
  deployed = await codeOf(0);
});

test.each(differences.map(({ what }, index) => [what, index] as const).slice(1))(
  "a function %s is another one than the one that is deployed",
  async (_, index) => {
    const { where = "infra/bundle.ts", instead = {}, triggers } = differences[index] ?? {};
    expect(
      [where, ...Object.keys(instead)].filter((file) => !existsSync(join(project, file))),
    ).toEqual([]);
    const isOfConfig = triggers !== undefined && Object.keys(instead).length === 0;
    expect((await codeOf(index)) === deployed).toBe(isOfConfig);
  },
  60_000,
);

/** All modules of a variant, as one text. */
async function codeOf(index: number): Promise<string> {
  const difference = differences[index];
  if (difference === undefined) throw new Error(`there is no variant ${index}`);
  const place = join(folder, `variant-${index}`);
  const { candidate } = await buildVariant(difference, place, address);
  const modules = readdirSync(dirname(candidate.file)).filter((name) => name.endsWith(".mjs"));
  return modules.map((name) => readFileSync(join(place, name), "utf8")).join("\n");
}
