import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test, vi } from "vitest";
import { readConfigFile } from "../../dispatch/config-file.ts";

vi.setConfig({ testTimeout: 60_000 });

const project = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "app-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

const bad = join(folder, "bad.yaml");
writeFileSync(
  bad,
  `credentials: { default: { pat: github/dispatch-token } }
triggers:
  nightly:
    on: { schedule: [{ cron: "61 2 * * *" }] }
    repository: acme/hello
    workflow: hello.yml
  deploy:
    on: { http: { path: deploy, auht: iam } }
    repository: acme/hello
    ref: main
    workflow: hello
`,
);
const missing = join(folder, "missing.yaml");

const reportOf = (path: string) =>
  readConfigFile(path, (file) => readFileSync(file, "utf8")).report ?? "";

test.each([
  ["has problems", bad, 5],
  ["isn't there", missing, 1],
])("a file that %s stops the CDK app with the whole list and no stack", async (_, path, count) => {
  const { code, stdout, stderr } = await run("infra/app.ts", { TRIGGERS: path });
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toBe(`${reportOf(path)}\n`);
  expect(stderr.split(path).length - 1).toBeGreaterThanOrEqual(count);
  expect(stderr).not.toMatch(/\n\s+at /);
});

test.each([
  ["has problems", bad],
  ["isn't there", missing],
])("npm run synth exits with 2 for a file that %s, before it asks the CDK", async (_, path) => {
  const { code, stdout, stderr } = await run(scriptOf("synth"), { TRIGGERS: path });
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toBe(`${reportOf(path)}\n`);
});

test("the CDK app writes a template without a word", async () => {
  const everything = fileURLToPath(new URL("./triggers.yaml", import.meta.url));
  const result = await run("infra/app.ts", {
    TRIGGERS: everything,
    STACK_NAME: "Everything",
    CDK_OUTDIR: folder,
    CDK_CONTEXT_JSON: JSON.stringify(cdkJson().context),
  });
  expect(result).toEqual({ code: 0, stdout: "", stderr: "" });
  const template = readFileSync(join(folder, "Everything.template.json"), "utf8");
  expect(JSON.parse(template).Outputs).toHaveProperty("Url");
});

test("more than fit into one stack are not deployed where it is not known what is", async () => {
  const trigger = { on: { schedule: [{ cron: "30 2 * * *" }] }, workflow: "hello.yml" };
  const names = Array.from({ length: 401 }, (_, index) => `trigger-${index}`);
  const TRIGGERS = join(folder, "many.yaml");
  writeFileSync(
    TRIGGERS,
    JSON.stringify({
      credentials: { default: { pat: "github/dispatch-token" } },
      defaults: { repository: "acme/hello", ref: "main" },
      triggers: Object.fromEntries(names.map((name) => [name, trigger])),
    }),
  );
  const DEPLOYED_RESOURCES = join(folder, "deployed.json");
  writeFileSync(DEPLOYED_RESOURCES, JSON.stringify({ unknown: "AWS answered AccessDenied: no" }));
  const { code, stdout, stderr } = await run("infra/app.ts", { TRIGGERS, DEPLOYED_RESOURCES });
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toContain(
    "found:   401 schedules, events and routes; AWS answered AccessDenied: no",
  );
});

test("cdk.json has the feature flags that this CDK recommends, as cdk init writes them", () => {
  const recommended = readJson("node_modules/aws-cdk-lib/recommended-feature-flags.json");
  const mend = "npx cdk flags --unstable=flags --set --recommended --all, and look at the diff";
  expect(cdkJson().context, mend).toEqual(recommended);
});

function cdkJson() {
  return readJson("cdk.json") as { readonly context: object };
}

/** The file that an npm script runs. */
function scriptOf(name: string): string {
  const { scripts } = readJson("package.json") as { readonly scripts: Record<string, string> };
  const [, file] = /^node (\S+)$/.exec(scripts[name] ?? "") ?? [];
  if (file === undefined) throw new Error(`npm run ${name} doesn't run a file`);
  return file;
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(join(project, path), "utf8"));
}

async function run(file: string, env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [file], { cwd: project, env: { ...env, NO_COLOR: "1" } });
  const output = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].setEncoding("utf8").on("data", (text) => {
      output[stream] += text;
    });
  }
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, ...output };
}
