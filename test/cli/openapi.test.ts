import {
  copyFileSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import packageJson from "../../package.json" with { type: "json" };
import { root, run } from "./run.ts";

let folder: string;
let environment: Readonly<Record<string, string>>;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "openapi-"));
  copyFileSync(join(root, "triggers.yaml"), join(folder, "triggers.yaml"));
  environment = { TRIGGERS: join(folder, "triggers.yaml") };
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("npm run openapi", () => {
  test("writes openapi.json beside the triggers, and says what it does not know", async () => {
    const { code, stdout, stderr } = await run("openapi", [], environment);
    const path = join(folder, "openapi.json");
    expect(stdout).toBe(
      `wrote ${path}: 1 operation\nnot known  acme/hello/hello.yml@main: there is no folder ${folder}/.github/workflows\n`,
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({
      openapi: "3.1.1",
      info: { title: "Workflow Dispatcher", version: packageJson.version },
      servers: [
        { url: "http://127.0.0.1:8787" },
        { url: "https://{apiId}.execute-api.{region}.amazonaws.com" },
      ],
      components: { schemas: { "hello-body": { properties: { source: {} } } } },
    });
  });

  test.each([
    ["--workflows", ["--workflows", ".github/workflows"], {}],
    ["WORKFLOWS", [], { WORKFLOWS: ".github/workflows" }],
  ])("%s tells where the workflow files are", async (_, args, settings) => {
    const { code, stdout, stderr } = await run("openapi", [...args, "--output", "-"], {
      ...environment,
      ...settings,
    });
    expect(stderr).toBe(
      "printed: 1 operation\nknown      acme/hello/hello.yml@main: 1 input in .github/workflows/hello.yml\n",
    );
    expect(JSON.parse(stdout).components.schemas["hello-body"].required).toEqual(["source"]);
    expect(code).toBe(0);
  });

  test("--help tells how the workflow files of several repositories are laid out", async () => {
    const { stdout } = await run("openapi", ["--help"], environment);
    for (const layout of ["DIR/*.yml", "DIR/OWNER/NAME/*.yml", "DIR/OWNER/NAME@REF/*.yml"]) {
      expect(stdout).toContain(layout);
    }
  });

  test.each(["yaml", "yml"])("--output x.%s is YAML, with the servers of --url", async (ending) => {
    const output = join(folder, `x.${ending}`);
    const urls = ["--url", "https://a.example/", "--url", "http://127.0.0.1:1/base"];
    const { code } = await run("openapi", ["--output", output, ...urls], {
      ...environment,
      STACK_NAME: "Deployments",
    });
    const text = readFileSync(output, "utf8");
    expect(text).toMatch(/^openapi: 3\.1\.1\n/);
    expect(parse(text)).toMatchObject({
      info: { title: "Deployments" },
      servers: [{ url: "https://a.example" }, { url: "http://127.0.0.1:1/base" }],
    });
    expect(code).toBe(0);
  });

  test("a file without routes gives a document without operations", async () => {
    const triggers = join(root, "examples/nightly/triggers.yaml");
    const { code, stdout, stderr } = await run("openapi", ["--output", "-"], {
      TRIGGERS: triggers,
    });
    expect(JSON.parse(stdout).paths).toEqual({});
    expect(stderr).toBe("printed: 0 operations: no trigger has on.http\n");
    expect(code).toBe(0);
  });

  test("what can't be written fails", async () => {
    const output = join(folder, "missing", "openapi.json");
    const { code, stdout, stderr } = await run("openapi", ["--output", output], environment);
    expect(stderr).toContain(`${output} can't be written: ENOENT`);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  });

  describe("the file of triggers itself is not overwritten", () => {
    test.each<[string, () => string]>([
      ["by its own path", () => join(folder, "triggers.yaml")],
      ["in another spelling", () => `${folder}/./../${folder.split("/").at(-1)}/triggers.yaml`],
      ["through a symbolic link", () => join(folder, "symbolic.yaml")],
      ["through a hard link", () => join(folder, "hard.yaml")],
    ])("%s", async (_, outputOf) => {
      const triggers = join(folder, "triggers.yaml");
      rmSync(join(folder, "symbolic.yaml"), { force: true });
      symlinkSync(triggers, join(folder, "symbolic.yaml"));
      rmSync(join(folder, "hard.yaml"), { force: true });
      linkSync(triggers, join(folder, "hard.yaml"));
      const before = readFileSync(triggers, "utf8");
      const { code, stdout, stderr } = await run("openapi", ["--output", outputOf()], environment);
      expect(readFileSync(triggers, "utf8")).toBe(before);
      expect(stderr).toContain(`${outputOf()} is ${triggers} itself, which would be lost.`);
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    });

    test("where it has the name that is written by default", async () => {
      const triggers = join(folder, "named", "openapi.json");
      mkdirSync(dirname(triggers), { recursive: true });
      copyFileSync(join(root, "triggers.yaml"), triggers);
      const { code, stderr } = await run("openapi", [], { TRIGGERS: triggers });
      expect(stderr).toContain("Name another file with --output");
      expect(readFileSync(triggers, "utf8")).toContain("triggers:");
      expect(code).toBe(2);
    });
  });

  test("WORKFLOWS without a folder can't be used either", async () => {
    const { code, stdout, stderr } = await run("openapi", ["--output", "-"], {
      ...environment,
      WORKFLOWS: "missing",
    });
    expect(stderr).toContain("WORKFLOWS is missing: there is no such folder. Name a folder of");
    expect(stderr).toContain("npm run openapi");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });

  test("a file with mistakes is told of, and nothing is written", async () => {
    const triggers = join(folder, "bad.yaml");
    writeFileSync(triggers, "credentials: {}\n");
    const { code, stdout, stderr } = await run("openapi", ["--output", "-"], {
      TRIGGERS: triggers,
    });
    expect(stderr).toContain("bad.yaml: 1 problem");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });

  test.each([
    [["--url", "api.example"], "--url api.example: write a base URL"],
    [["--url", "https://a.example?x=1"], "--url https://a.example?x=1: write a base URL"],
    [["--url", "https://{id}.example"], "--url https://{id}.example: write a base URL"],
    [["--url", "ftp://a.example"], "--url ftp://a.example: write a base URL"],
    [["--output", ""], "--output is empty"],
    [["--workflows", "missing"], "--workflows missing: there is no such folder. Name a folder of"],
    [["--workflows", "package.json"], "--workflows package.json: this is no folder. Name a folder"],
    [["extra"], "extra"],
  ])("%j can't be used", async (args, message) => {
    const { code, stdout, stderr } = await run("openapi", args, environment);
    expect(stderr).toContain(message);
    expect(stderr).toContain("npm run openapi");
    expect(stderr).not.toMatch(/^\s+at /m);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });
});
