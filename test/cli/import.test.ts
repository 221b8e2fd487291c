import { execFileSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join, relative } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readConfig } from "../../dispatch/config.ts";
import { createFolder, jobs } from "../local/import/repository-folder.ts";
import { root, run } from "./run.ts";

const nightly = `on:
  schedule:
    # Before the office opens
    - cron: "30 2 * * *"
      timezone: Europe/Paris
${jobs}`;
const remote = "https://github.com/acme/shop.git";
const triggersText = `# ours
credentials: { default: { pat: x }, bot: { pat: y } }
defaults: { repository: acme/shop, ref: main }
triggers: {}
`;

let folder: string;
let triggers: string;
beforeEach(() => {
  folder = createFolder({ "nightly.yml": nightly, "ci.yml": `on: push\n${jobs}` }, remote);
  triggers = join(folder, "triggers.yaml");
});
afterEach(() => rmSync(folder, { recursive: true }));

const importing = (...args: readonly string[]) => run("import", args, { TRIGGERS: triggers });

describe("npm run import", () => {
  test("writes the triggers, and tells the differences, the patch and what comes next", async () => {
    const { code, stdout, stderr } = await importing(folder);
    const parts = [
      `${triggers}: 1 trigger written\n  nightly  nightly.yml  30 2 * * *  Europe/Paris\n`,
      "1 workflow file has no on.schedule.",
      "The ref is taken to be main.",
      "what is different from GitHub's schedule:",
      `${join(folder, ".github/workflows/nightly.yml")}:4  30 2 * * *  Europe/Paris\n`,
      "02:30 does not exist in Europe/Paris",
      "--- a/.github/workflows/nightly.yml\n+++ b/.github/workflows/nightly.yml\n",
      "+  workflow_dispatch:\n",
      "\nnext\n  1. Apply the patch above",
      "npm run check and npm run next",
      "nightly.yml:2-5",
    ];
    for (const part of parts) expect(stdout).toContain(part);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const { config } = readConfig(readFileSync(triggers, "utf8"));
    expect(config?.triggers).toMatchObject({
      nightly: { repository: "acme/shop", ref: "main", workflow: "nightly.yml" },
    });
    expect(readFileSync(join(folder, ".github/workflows/nightly.yml"), "utf8")).toBe(nightly);
  });

  test("leaves the file alone the second time", async () => {
    await importing(folder);
    const text = readFileSync(triggers, "utf8");
    utimesSync(triggers, 1, 1);
    const { code, stdout } = await importing(folder);
    expect(stdout).toMatch(/^nothing to import: /);
    expect(stdout).not.toContain("what is different");
    expect(readFileSync(triggers, "utf8")).toBe(text);
    expect(statSync(triggers).mtimeMs).toBe(1000);
    expect(code).toBe(0);
  });

  test("--dry-run shows what would be written, and writes nothing", async () => {
    writeFileSync(triggers, triggersText);
    const patch = join(folder, "p.patch");
    const { code, stdout } = await importing(folder, "--dry-run", "--patch", patch);
    expect(stdout).toContain("1 trigger would be written");
    expect(stdout).toContain(
      "-triggers: {}\n+triggers:\n+  nightly:\n+    on:\n+      schedule:\n",
    );
    expect(stdout).toContain("+  workflow_dispatch:\n");
    expect(readFileSync(triggers, "utf8")).toBe(triggersText);
    expect(existsSync(patch)).toBe(false);
    expect(code).toBe(0);
  });

  test("--patch writes a patch that the printed command applies, after which there is none", async () => {
    const shop = join(folder, "the shop's");
    mkdirSync(shop);
    execFileSync("git", ["init", "-q"], { cwd: shop });
    renameSync(join(folder, ".github"), join(shop, ".github"));
    const patch = join(folder, "p q.patch");
    const args = [shop, "--repository", "acme/shop", "--patch"];
    const { stdout } = await importing(...args, relative(root, patch));
    expect(stdout).toContain(`the patch is in ${relative(root, patch)}`);
    expect(stdout).not.toContain("+++");
    const [, command = ""] = /^ +(git -C .*)$/m.exec(stdout) ?? [];
    execFileSync("sh", ["-c", command], { cwd: root, stdio: "pipe" });
    const text = readFileSync(join(shop, ".github/workflows/nightly.yml"), "utf8");
    expect(text).toContain("  workflow_dispatch:\n");
    rmSync(patch);
    const again = await importing(...args, patch);
    expect(again.stdout).toContain(`There is no patch: ${patch} is not written.`);
    expect(again.stdout).not.toContain("workflow_dispatch");
    expect(existsSync(patch)).toBe(false);
  });

  const lines = nightly.replace("jobs:", "env:\n  A: b\n\njobs:");
  test.each([
    ["LF", nightly],
    ["CRLF", nightly.replaceAll("\n", "\r\n")],
    ["a blank line last", lines],
    ["a blank line last, and CRLF", lines.replaceAll("\n", "\r\n")],
  ])("git applies the diffs on the page: %s", async (_, text) => {
    rmSync(join(folder, ".git"), { recursive: true });
    execFileSync("git", ["init", "-q"], { cwd: folder });
    const lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
    writeFileSync(join(folder, ".github/workflows/nightly.yml"), text);
    const before = `${triggersText}# a\n# b\n\n# c\n`;
    writeFileSync(triggers, before.replaceAll("\n", lineEnd));
    const { stdout } = await importing(folder, "--dry-run");
    const diffs = stdout.match(/^--- a\/[\s\S]*?(?=\n\n(next|what is different)[^\n]*\n)/gm) ?? [];
    for (const diff of diffs) {
      execFileSync("git", ["apply"], { cwd: folder, input: `${diff}\n`, stdio: "pipe" });
    }
    expect(readFileSync(triggers, "utf8")).toContain(`  nightly:${lineEnd}`);
    const patched = readFileSync(join(folder, ".github/workflows/nightly.yml"), "utf8");
    expect(patched).toContain(`  workflow_dispatch:${lineEnd}`);
    expect(patched.replace(`  workflow_dispatch:${lineEnd}`, "")).toBe(text);
  });

  test("--ref and --credential are written where the defaults say otherwise", async () => {
    writeFileSync(triggers, triggersText);
    await importing(folder, "--ref", "v2", "--credential", "bot", "--repository", "ACME/shop");
    const text = readFileSync(triggers, "utf8");
    expect(text).toContain("    ref: v2\n    credential: bot\n    workflow: nightly.yml\n");
    expect(text).not.toContain("ACME");
  });

  test("what can't be imported is named, and the rest is imported", async () => {
    const workflows = join(folder, ".github/workflows");
    writeFileSync(join(workflows, "bad.yml"), "on: [push\n");
    writeFileSync(
      join(workflows, "never.yml"),
      `on:\n  schedule:\n    - cron: "0 5 31 2 *"\n    - cron: "0 5 * * *"\n${jobs}`,
    );
    const { code, stdout, stderr } = await importing(folder);
    expect(stdout).toContain("2 triggers written");
    expect(stderr).toMatch(/^\nnot imported:\n\n\S+bad\.yml: .*Flow sequence.*\n\n/);
    expect(stdout).toMatch(/what is imported of schedule:[\s\S]+never\.yml:4\s+"0 5 \* \* \*"/);
    expect(stderr).toContain("never.yml:3:7  on.schedule[0].cron\n  This schedule never fires");
    expect(stderr).toContain("  mend:    ");
    expect(code).toBe(1);
  });

  test("what a trigger has and doesn't start is named, and stays in the workflow", async () => {
    const schedule = '[{ cron: "30 2 * * *", timezone: Europe/Paris, enabled: false }]';
    const trigger = `{ on: { schedule: ${schedule} }, workflow: nightly.yml }`;
    const text = triggersText.replace("{}", `{ paused: ${trigger} }`);
    writeFileSync(triggers, text);
    const { code, stdout } = await importing(folder);
    expect(stdout).toMatch(/nightly\.yml:4:\s+paused\s+has\s+"30 2 \* \* \*",\s+paused\s+by/);
    expect(stdout).not.toContain("Then remove");
    expect(readFileSync(triggers, "utf8")).toBe(text);
    expect(code).toBe(0);
  });

  test("a file in place of a folder, and a file behind a link that stays one", async () => {
    const real = join(folder, "real.yaml");
    writeFileSync(real, triggersText, { mode: 0o600 });
    symlinkSync(real, triggers);
    await importing(join(folder, ".github/workflows/nightly.yml"));
    expect(lstatSync(triggers).isSymbolicLink()).toBe(true);
    expect(readFileSync(real, "utf8")).toContain("  nightly:\n");
    expect(statSync(real).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).sort()).toEqual([".git", ".github", "real.yaml", "triggers.yaml"]);
  });
});

describe("what is not usable", () => {
  test.each<[string, readonly string[], string]>([
    ["no argument", [], "Name a folder or files of workflows."],
    ["a missing file", ["missing.yml"], "There is no file or folder missing.yml."],
    ["a folder without workflows", ["docs"], "docs holds no workflow file"],
    ["a repository's URL", [".", "--repository", remote], "Write acme/shop."],
    ["a ref that is none", [".", "--ref", "a..b"], "--ref is"],
    ["a credential's name", [".", "--credential", "a b"], '--credential is "a b". No credential'],
  ])("%s is told, with the usage", async (_, args, message) => {
    const { code, stderr } = await importing(...args);
    expect(stderr).toContain(message);
    expect(stderr).toContain("npm run import -- DIR|FILE…");
    expect(code).toBe(2);
    expect(existsSync(triggers)).toBe(false);
  });

  test.each([
    ["with problems", "triggers: { a: {} }\n", "problems"],
    ["that is no YAML", "triggers: [\n", "This is not valid YAML"],
    ["with triggers in a list", "credentials: { default: { pat: x } }\ntriggers: []\n", "[]"],
    ["without credentials", "triggers: {}\n", "credentials is missing."],
    [
      "in braces",
      `${triggersText.replace("{}", "{ a: { on: { http: { path: /a } }, workflow: a.yml } }")}`,
      "  nightly:\n    on:\n",
    ],
  ])("a file of triggers %s is refused, and stays as it is", async (_, text, message) => {
    writeFileSync(triggers, text);
    const { code, stdout, stderr } = await importing(folder);
    expect(stderr).toContain(triggers);
    expect(stderr).toContain(message);
    expect(stdout).toBe("");
    expect(readFileSync(triggers, "utf8")).toBe(text);
    expect(code).toBe(2);
  });

  test("bytes that are no UTF-8 would not stay as they are", async () => {
    const bytes = Buffer.concat([Buffer.from(triggersText), Buffer.from([0x23, 0xe9, 0x0a])]);
    writeFileSync(triggers, bytes);
    const { code, stderr } = await importing(folder);
    expect(stderr).toContain("can't be read as UTF-8");
    expect(readFileSync(triggers)).toEqual(bytes);
    expect(code).toBe(2);
  });

  test("one patch for two repositories", async () => {
    const other = createFolder({ "weekly.yml": nightly }, "git@github.com:acme/blog.git");
    mkdirSync(join(folder, "out"));
    const patch = join(folder, "out", "p.patch");
    const { code, stderr } = await importing(folder, other, "--patch", patch);
    rmSync(other, { recursive: true });
    expect(stderr).toContain("--patch takes the workflows of one repository, and these are of 2");
    expect(existsSync(triggers)).toBe(false);
    expect(code).toBe(2);
  });
});
