import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { root, run } from "./run.ts";

/** The commands: the files of cli/ that npm scripts run. */
const commands = Object.entries(packageJson.scripts).flatMap(([script, line]) => {
  const [, file] = /^node cli\/(\w+)\.ts$/.exec(line) ?? [];
  return file === undefined ? [] : [[script, file] as const];
});

test("every npm script of a command has its file", () => {
  const files = readdirSync(join(root, "cli"));
  expect(commands.map(([, file]) => `${file}.ts`).filter((file) => !files.includes(file))).toEqual(
    [],
  );
});

describe.each(commands)("npm run %s", (script, file) => {
  test.each(["--help", "-h"])(
    "%s tells how it is used and what its exit codes mean",
    async (flag) => {
      const { code, stdout, stderr } = await run(file, [flag]);
      expect(stdout).toMatch(new RegExp(`^npm (run )?${script}\\b`));
      expect(stdout).toContain("exit codes");
      expect(stderr).toBe("");
      expect(code).toBe(0);
    },
  );
});

test("an unknown option is told, with the usage", async () => {
  const { code, stderr } = await run("schema", ["--wat"]);
  expect(stderr).toContain("--wat");
  expect(stderr).toContain("npm run schema");
  expect(code).toBe(2);
});
