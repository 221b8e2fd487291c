import { chmodSync, existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { startStubServer } from "../dispatch/stub-server.ts";
import {
  createProject,
  type Files,
  startGitHubOf,
  token,
  triggersOf,
  workflowOf,
} from "../local/check/project.ts";
import { run } from "./run.ts";

/** No gh of the tester's, and no AWS. */
const nowhere = { PATH: "/nowhere", AWS_EC2_METADATA_DISABLED: "true" };

const fine: Files = { "deploy.yml": workflowOf({ tag: {} }) };
const good = "workflow: deploy.yml\ninputs: { tag: x }\n";
const bad = "workflow: deploy.yml\ninputs: { tags: x }\n";

/** Runs a check of a project of its own. */
function begin(lines: string, files = fine) {
  const text = triggersOf(lines);
  const project = createProject(text, files);
  const environment = { ...nowhere, TRIGGERS: project.triggers };
  return {
    project,
    environment,
    check: (args: readonly string[] = [], more: Readonly<Record<string, string>> = {}) =>
      run("check", args, { ...environment, ...more }),
    startGitHub: (options: Parameters<typeof startGitHubOf>[2] = {}) =>
      startGitHubOf(project, text, options),
  };
}

describe("npm run check", () => {
  test("finds nothing in the sample, without any account", async () => {
    const { code, stdout, stderr } = await run("check", [], nowhere);
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: `triggers.yaml against the workflow files in .github/workflows (GitHub is not asked, since there is no token)

3 triggers, 0 errors, 0 warnings
Not checked: the values of 3 inputs that only a delivery tells.
`,
      stderr: "",
    });
  });

  test("--workflows compares with a folder, and asks nobody", async () => {
    const { project, check } = begin(bad);
    const received: unknown[] = [];
    const stub = await startStubServer((request) => received.push(request.url));
    onTestFinished(() => stub.close());
    const more = { GITHUB_TOKEN: token, GITHUB_API_URL: stub.url };
    const { code, stdout } = await check(["--workflows", project.workflows], more);
    expect(stdout).toContain(
      `against the workflow files in ${project.workflows} (GitHub is not asked)`,
    );
    expect(stdout).toContain(`error: input-undeclared
${project.triggers}:11:15  triggers.deploy.inputs.tags
  The workflow declares no such input at this ref.
  found:   tags
  allowed: tag
  mend:    Write tag, or declare tags in the workflow.
`);
    expect(code).toBe(1);
    expect(received).toEqual([]);
  });

  test("asks GitHub with GITHUB_TOKEN, and finds nothing", async () => {
    const { check, startGitHub } = begin(good);
    const github = await startGitHub();
    const { code, stdout } = await check([], { GITHUB_TOKEN: token, GITHUB_API_URL: github.url });
    expect(stdout).toContain("triggers.yaml against GitHub, with GITHUB_TOKEN\n");
    expect(stdout).not.toContain(token);
    expect(code).toBe(0);
    expect(github.calls().length).toBeGreaterThan(0);
  });

  test("asks GitHub with what gh auth token says, for that host", async () => {
    const { project, check, startGitHub } = begin(bad);
    const github = await startGitHub();
    project.write(
      "bin/gh",
      `#!/bin/sh\n[ "$*" = "auth token --hostname 127.0.0.1" ] && echo ${token}\n`,
    );
    chmodSync(join(project.folder, "bin", "gh"), 0o755);
    const more = { GITHUB_API_URL: github.url, PATH: join(project.folder, "bin") };
    const { code, stdout } = await check([], more);
    expect(stdout).toContain("against GitHub, with gh\n");
    expect(stdout).toContain("error: input-undeclared");
    expect(stdout).not.toContain(token);
    expect(code).toBe(1);
  });

  test("a warning alone is a finding too", async () => {
    const { project, check } = begin("workflow: deploy.yml\ncorrelation-input: tag\n");
    const { code, stdout } = await check(["--workflows", project.workflows]);
    expect(stdout).toContain("warning: correlation-not-shown");
    expect(stdout).toContain("1 trigger, 0 errors, 1 warning\n");
    expect(code).toBe(1);
  });

  test("2 says that something could not be told, and what", async () => {
    const { check } = begin(good);
    const { code, stdout } = await check(["--token-from", "gh"]);
    expect(stdout).toContain("couldn't tell: all that the credential default is for");
    expect(stdout).toContain("gh is not there or not logged in");
    expect(stdout).toContain("1 trigger, 0 errors, 0 warnings, 1 couldn't be told");
    expect(code).toBe(2);
  });

  test("1 goes before 2", async () => {
    const byId = "  by-id:\n    on: { http: { path: /id } }\n    workflow: 42\n";
    const project = createProject(triggersOf(bad) + byId, fine);
    const environment = { ...nowhere, TRIGGERS: project.triggers };
    const { code, stdout } = await run("check", ["--workflows", project.workflows], environment);
    expect(stdout).toContain("2 triggers, 1 error, 0 warnings, 1 couldn't be told");
    expect(code).toBe(1);
  });

  test("a file with problems is one of findings", async () => {
    const { check } = begin("workflow: deploy\n");
    const { code, stdout } = await check();
    expect(stdout).toContain("error: config-invalid");
    expect(stdout).toContain(":10:15  triggers.deploy.workflow");
    expect(code).toBe(1);
  });

  test("--json is for programs, and annotations don't disturb it", async () => {
    const { project, check } = begin(bad);
    const args = ["--json", "--workflows", project.workflows];
    const more = { GITHUB_ACTIONS: "true", GITHUB_WORKSPACE: project.folder };
    const { code, stdout, stderr } = await check(args, more);
    expect(JSON.parse(stdout)).toMatchObject({
      file: project.triggers,
      triggers: 1,
      findings: [{ code: "input-undeclared", line: 11, column: 15, triggers: ["deploy"] }],
      untold: [],
    });
    expect(stderr).toBe(
      "::error file=triggers.yaml,line=11,col=15,title=input-undeclared::The workflow declares no such input at this ref.%0Afound: tags%0Aallowed: tag%0Amend: Write tag, or declare tags in the workflow.\n",
    );
    expect(code).toBe(1);
  });

  test("in GitHub Actions, no command in what is printed is obeyed", async () => {
    const options =
      "on: { workflow_dispatch: { inputs: { tag: { type: choice, options: ['##[add-mask]x'] } } } }";
    const jobs = "jobs: { a: { runs-on: ubuntu-latest, steps: [{ run: make }] } }";
    const project = createProject(triggersOf("workflow: deploy.yml\ninputs: { tag: y }\n"), {
      "deploy.yml": `${options}\n${jobs}\n`,
    });
    const args = ["--workflows", project.workflows];
    const environment = { ...nowhere, TRIGGERS: project.triggers, GITHUB_ACTIONS: "true" };
    const { stdout } = await run("check", args, environment);
    const [first = "", ...rest] = stdout.trimEnd().split("\n");
    const [, word] = /^::stop-commands::([\w-]{30,})$/.exec(first) ?? [];
    const end = rest.indexOf(`::${word}::`);
    expect(rest.slice(0, end).join("\n")).toContain("##[add-mask]x");
    expect(rest.slice(end + 1)).toEqual([
      expect.stringMatching(/^::error file=.*title=input-not-allowed::/),
    ]);
    const json = await run("check", [...args, "--json"], environment);
    expect(json.stdout).not.toContain("##[");
    expect(JSON.parse(json.stdout).findings[0].allowed).toBe("##[add-mask]x");
  });

  test("takes the workflows of a repository that is checked out", async () => {
    const { project } = begin(bad);
    project.write(".github/workflows/deploy.yml", fine["deploy.yml"] ?? "");
    const environment = { ...nowhere, TRIGGERS: project.triggers };
    const { stdout } = await run("check", ["--workflows", project.folder], environment);
    expect(stdout).toContain(`the workflow files in ${join(project.folder, ".github/workflows")}`);
    expect(stdout).toContain("error: input-undeclared");
  });

  test("elsewhere than in GitHub Actions nothing is annotated", async () => {
    const { project, check } = begin(bad);
    const args = ["--workflows", project.workflows];
    expect((await check(args, { GITHUB_ACTIONS: "false" })).stderr).toBe("");
  });

  test("tells how far it is when it takes long", async () => {
    const { check } = begin(good);
    const stub = await startStubServer((_, response) => {
      setTimeout(() => response.writeHead(404).end("{}"), 1100);
    });
    onTestFinished(() => stub.close());
    const more = { GITHUB_TOKEN: token, GITHUB_API_URL: stub.url };
    const { stderr, stdout } = await check([], more);
    expect(stderr).toBe("checked 0 of 1 triggers\n");
    expect(stdout).toContain("repository-not-found");
  });

  test.each<[readonly string[], Readonly<Record<string, string>>, string]>([
    [["--workflows", "missing"], {}, 'There is no folder "missing"'],
    [["--workflows", "package.json"], {}, 'There is no folder "package.json"'],
    [["--workflows"], {}, "--workflows"],
    [["--workflows", ""], {}, "--workflows: name a folder of workflow files."],
    [["--token-from", "aws"], {}, "--token-from aws: write one of environment, gh, secret."],
    [["--workflows", ".", "--token-from", "gh"], {}, "--workflows asks nobody"],
    [["--sarif"], {}, "--sarif"],
    [["deploy"], {}, "deploy"],
    [[], { TRIGGERS: "missing.yaml" }, "missing.yaml can't be read (ENOENT). Set TRIGGERS"],
    [[], { GITHUB_API_URL: "garbage" }, 'GITHUB_API_URL is "garbage". This is not a URL.'],
  ])("%j can't be used with %j", async (args, more, message) => {
    const { code, stdout, stderr } = await run("check", args, { ...nowhere, ...more });
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });
});

describe("npm run deploy", () => {
  /** In place of the stack's app, for which the CDK would need an account, a file is made. */
  function deploy(lines: string) {
    const begun = begin(lines);
    const marker = join(begun.project.folder, "the-cdk-has-started");
    return {
      ...begun,
      marker,
      deploy: (args: readonly string[], more: Readonly<Record<string, string>> = {}) =>
        run("deploy", args, {
          ...{ ...begun.environment, HOME: begun.project.folder },
          CDK_APP: `/bin/touch ${marker}`,
          ...more,
        }),
    };
  }

  test("does not begin where the check finds errors, and says how it would", async () => {
    const begun = deploy(bad);
    const github = await begun.startGitHub();
    const more = { GITHUB_TOKEN: token, GITHUB_API_URL: github.url };
    const { code, stdout, stderr } = await begun.deploy([], more);
    expect(stdout).toContain("error: input-undeclared");
    expect(stderr).toContain("Nothing was deployed.");
    expect(stderr).toContain("npm run deploy -- --no-check");
    expect(code).toBe(1);
    expect(existsSync(begun.marker)).toBe(false);
  });

  test("in GitHub Actions, annotates what it finds, and obeys no command in it", async () => {
    const begun = deploy(bad);
    const github = await begun.startGitHub();
    const more = { GITHUB_TOKEN: token, GITHUB_API_URL: github.url, GITHUB_ACTIONS: "true" };
    const { stdout } = await begun.deploy([], more);
    expect(stdout).toMatch(/^::stop-commands::(\S+)\n[\s\S]*\n::\1::\n::error file=/);
  });

  test.each([
    [["--no-check=false"], "--no-check=false: it takes no value."],
    [["--no-check=true"], "--no-check=true: it takes no value."],
    [["--token-from"], "--token-from: name a place after it."],
    [["--token-from", "--no-check"], "--token-from: name a place after it."],
    [["--token-from", "bogus", "--no-check"], "--token-from bogus: write one of"],
    [["--token-from=bogus"], "--token-from bogus: write one of"],
  ])("%j can't be used", async (args, message) => {
    const { environment } = begin(good);
    const { code, stdout, stderr } = await run("deploy", args, environment);
    expect(stderr).toContain(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });

  test.each([
    [["--no-check"], []],
    [["--no-check", "--no-check"], []],
    [
      ["--context", "a=b", "--no-check", "--token-from", "gh"],
      ["--context", "a=b"],
    ],
    [["--token-from=gh", "--token-from", "secret", "--no-check", "-v"], ["-v"]],
    [
      ["--no-check", "--profile", "p", "Stack"],
      ["--profile", "p", "Stack"],
    ],
  ])("of %j, the CDK gets %j", async (args, rest) => {
    const { project, environment } = begin(good);
    // In place of the CDK, its loader prints the arguments.
    const loader = join(project.folder, "print-arguments.mjs");
    project.write(
      "print-arguments.mjs",
      "if (/aws-cdk/.test(process.argv[1])) { console.log(JSON.stringify(process.argv.slice(2))); process.exit(0); }\n",
    );
    const more = { NODE_OPTIONS: `--import ${loader}` };
    const { stdout } = await run("deploy", args, { ...environment, ...more });
    expect(stdout).toContain(`${JSON.stringify(["deploy", ...rest])}\n`);
  });

  test("--no-check deploys all the same, and says so", async () => {
    const begun = deploy(bad);
    const github = await begun.startGitHub();
    const more = { GITHUB_TOKEN: token, GITHUB_API_URL: github.url };
    const { stdout } = await begun.deploy(["--no-check"], more);
    expect(stdout).toMatch(/^Not checked against GitHub, because of --no-check\.\n/);
    expect(existsSync(begun.marker)).toBe(true);
    expect(github.calls()).toEqual([]);
  });

  test("is not stopped by warnings and by what could not be told", async () => {
    const begun = deploy(good);
    const github = await begun.startGitHub({
      tokenExpiration: "2020-01-01 00:00:00 UTC",
      permissions: { [token]: { contents: "none" } },
    });
    const more = { GITHUB_TOKEN: token, GITHUB_API_URL: github.url };
    const { stdout } = await begun.deploy([], more);
    expect(stdout).toContain("warning: token-expires");
    expect(stdout).toContain("couldn't tell: deploy.yml of acme/shop at main");
    expect(existsSync(begun.marker)).toBe(true);
  });

  test("is not stopped by what another token than the credential's own may not do", async () => {
    const begun = deploy(good);
    const github = await begun.startGitHub({ permissions: { [token]: { actions: "read" } } });
    const more = { GITHUB_TOKEN: token, GITHUB_API_URL: github.url };
    const { stdout } = await begun.deploy([], more);
    expect(stdout).toContain("error: token-forbidden");
    expect(existsSync(begun.marker)).toBe(true);
  });

  test.each([
    [["--profile", "prod"], "prod"],
    [["--profile=prod", "--token-from=secret"], "prod"],
    [["--token-from", "secret"], "default"],
  ])("%j: the check asks the account that the CDK is told of", async (args, profile) => {
    const begun = deploy(good);
    const asked: string[] = [];
    const aws = await startStubServer(({ headers }, response) => {
      asked.push(/Credential=(\w+)/.exec(headers.authorization ?? "")?.[1] ?? "");
      response.writeHead(400, { "content-type": "application/x-amz-json-1.1" });
      response.end(JSON.stringify({ __type: "AccessDeniedException", message: "no" }));
    });
    onTestFinished(() => aws.close());
    const keys = (name: string) =>
      `aws_access_key_id = KEYOF${name}\naws_secret_access_key = x\nregion = eu-west-1\n`;
    begun.project.write("credentials", `[default]\n${keys("default")}[prod]\n${keys("prod")}`);
    await begun.deploy(args, {
      AWS_SHARED_CREDENTIALS_FILE: join(begun.project.folder, "credentials"),
      AWS_ENDPOINT_URL: aws.url,
      AWS_REGION: "eu-west-1",
    });
    expect(new Set(asked)).toEqual(new Set([`KEYOF${profile}`]));
    expect(existsSync(begun.marker)).toBe(true);
  });

  test("a file with problems ends it before anything is asked", async () => {
    const { deploy: run, marker } = deploy("workflow: deploy\n");
    const { code, stdout, stderr } = await run(["--no-check"]);
    expect(stderr).toContain("This is not the file name of a workflow.");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(existsSync(marker)).toBe(false);
  });
});
