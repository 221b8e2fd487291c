import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { readConfigFile } from "../../dispatch/config-file.ts";
import { partsOf } from "../../infra/parts.ts";

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

describe("of a file that one stack may not hold", () => {
  const trigger = { on: { schedule: [{ cron: "30 2 * * *" }] }, workflow: "hello.yml" };
  const names = Array.from({ length: 500 }, (_, index) => `trigger-${index}`);
  const write = (name: string, content: unknown) => {
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify(content));
    return path;
  };
  const writeTriggers = (count: number) =>
    write(`${count}.yaml`, {
      credentials: { default: { pat: "github/dispatch-token" } },
      defaults: { repository: "acme/hello", ref: "main" },
      triggers: Object.fromEntries(names.slice(0, count).map((name) => [name, trigger])),
    });
  const runApp = (count: number, known: unknown) =>
    run("infra/app.ts", {
      TRIGGERS: writeTriggers(count),
      DEPLOYED_RESOURCES: write("deployed.json", known),
      CDK_OUTDIR: folder,
      CDK_CONTEXT_JSON: JSON.stringify(cdkJson().context),
      CDK_DEFAULT_REGION: "eu-west-1",
    });
  const unknown = { unknown: "AWS answered AccessDenied: no" };
  const inRoot = (region: string, count: number) => {
    const { config } = readConfigFile(writeTriggers(500), (file) => readFileSync(file, "utf8"));
    if (config === undefined) throw new Error("the file has problems");
    return {
      region,
      resources: partsOf(config)
        .slice(0, count)
        .map(({ id }) => id),
    };
  };

  test("more are not deployed where it is not known what is", async () => {
    const { code, stdout, stderr } = await runApp(401, unknown);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    const found = "found:   401 schedules, events and routes; AWS answered AccessDenied: no";
    expect(stderr).toContain(found);
  });

  test("what one stack holds is deployed all the same, with a word on what that means", async () => {
    const { code, stdout, stderr } = await runApp(400, unknown);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect(stderr).toContain("any that were in a nested stack until now move");
  });

  test("nothing is deployed by what another region has", async () => {
    const { code, stderr } = await runApp(10, inRoot("us-east-1", 10));
    expect(code).toBe(1);
    expect(stderr).toContain("us-east-1 was asked; the CDK deploys to eu-west-1");
  });

  test("a root that was full before there were nested stacks goes on, as long as it can", async () => {
    const result = await runApp(490, inRoot("eu-west-1", 480));
    expect(result).toEqual({ code: 0, stdout: "", stderr: "" });
    const { code, stderr } = await runApp(490, inRoot("eu-west-1", 490));
    expect(code).toBe(1);
    expect(stderr).toMatch(/found: {3}50\d resources in [\d,]+ bytes in the stack Workflow/);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
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
