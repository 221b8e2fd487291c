import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { benchmarks } from "../../bench/benchmarks.ts";
import { documentsOf, recordedRun } from "../../bench/report/documents.ts";
import { aroundBlock } from "../../bench/report/readme.ts";

const project = fileURLToPath(new URL("../../", import.meta.url));

describe("what the documents tell of the benchmarks", () => {
  test("was measured by all of them, in one run", () => {
    const recorded = recordedRun().benchmarks.map(({ name }) => name);
    expect(recorded, "Run `npm run bench`.").toEqual(benchmarks.map(({ name }) => name));
  });

  test("is what was measured", () => {
    for (const [path, content] of documentsOf(recordedRun(), benchmarks)) {
      const written = readFileSync(`${project}${path}`, "utf8");
      const mend = `${path}: run \`npm run bench -- --render\` and commit what it writes.`;
      expect(written, mend).toBe(content);
    }
  });

  test("is written by the benchmarks alone: no figure of theirs stands beside the README's block", () => {
    const { before, after } = aroundBlock(readFileSync(`${project}README.md`, "utf8"));
    const beside = `${before.split(/^## /m).at(-1)}${after.split(/^## /m)[0]}`;
    expect(beside).toMatch(/^How fast it is\n/);
    expect(beside).not.toMatch(/\d/);
  });

  test("has no chart of a benchmark that is gone", () => {
    const images = readdirSync(`${project}docs`).filter((name) => /^benchmarks.*\.svg$/.test(name));
    const documents = [...documentsOf(recordedRun(), benchmarks).keys()];
    expect(
      images.map((name) => `docs/${name}`).filter((path) => !documents.includes(path)),
    ).toEqual([]);
  });
});
