import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type GitHub, startGitHub } from "../../local/github/server.ts";
import { openDatabase } from "../../local/state/database.ts";
import { createDeadLetters } from "../../local/state/dead-letters.ts";
import { createMessages } from "../../local/state/messages.ts";
import { startAws } from "../local/doctor/aws.ts";
import { run } from "./run.ts";

/** Put together, so that nobody takes it for a token of somebody. */
const classic = ["ghp", "c0ffee11c0ffee11"].join("_");

let folder: string;
let github: GitHub;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "doctor-"));
  github = await startGitHub({
    repositories: new Map(),
    tokens: [classic],
    permissions: { [classic]: { scopes: "repo" } },
  });
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await github.close();
});

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe("npm run doctor", () => {
  test("is well on the sample, without an account, and makes no file", async () => {
    const STATE = join(folder, "none", "state.sqlite");
    const { code, stdout, stderr } = await run("doctor", [], { STATE });
    const rows = stdout.split("\n").filter((line) => line.startsWith("●"));
    expect(rows.map((row) => row.slice(2).replace(/:\d+/, "").split(/ {2,}/).slice(0, 2))).toEqual([
      ["ok", "file"],
      ["ok", "file, schedules"],
      ["ok", "GitHub"],
      ["ok", "credential default, secret"],
      ["ok", "credential default, token"],
      ["ok", "credential default, permissions"],
      ["ok", "credential default, expiry"],
      ["ok", "127.0.0.1, API version"],
      ["ok", "clock against 127.0.0.1"],
      ["ok", "queue"],
      ["ok", "dead letters"],
    ]);
    expect(stdout).toMatch(/\n\n11 ok, 0 warnings, 0 problems\.\n$/);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(existsSync(STATE)).toBe(false);
  });

  test("tells of the queue and the dead letters of this machine", async () => {
    const STATE = join(folder, "state.sqlite");
    const database = openDatabase(STATE);
    const before = Date.now() - 60 * 60 * 1000;
    const messages = createMessages(database, () => before);
    messages.send({ body: "1" });
    messages.send({ body: "2" });
    messages.receive(3 * 60 * 60 * 1000);
    messages.send({ body: "3" });
    createMessages(database, Date.now).send({ body: "4" }, 900);
    createDeadLetters(database, Date.now).add({ body: "5" });
    database.close();
    const { code, stdout } = await run("doctor", ["--json"], { STATE });
    expect(JSON.parse(stdout).slice(-2)).toEqual([
      {
        ...{ state: "yellow", about: "queue", mend: expect.stringContaining("npm start") },
        found: "1 waiting, 2 in flight, 1 delayed; nobody has taken the first for 60 minutes",
      },
      {
        ...{ state: "yellow", about: "dead letters", found: "1" },
        mend: expect.stringContaining("npm run redrive -- --dry-run."),
      },
    ]);
    expect(code).toBe(0);
  });

  const own = () => ({ GITHUB_API_URL: github.url, GITHUB_TOKEN: classic });
  const about = (line: { about: string; state: string; mend?: string }) => [line.about, line.state];

  test("asks the GitHub that GITHUB_TOKEN is for", async () => {
    const { code, stdout } = await run("doctor", ["--json"], own());
    expect(JSON.parse(stdout).map(about).slice(2, 6)).toEqual([
      ["credential default, secret", "green"],
      ["credential default, token", "green"],
      ["credential default, scopes", "green"],
      ["credential default, expiry", "green"],
    ]);
    expect(stdout).not.toContain("c0ffee");
    expect(code).toBe(0);
  });

  test("ends with 1 when there is a problem, and still tells of the rest", async () => {
    const { code, stdout } = await run("doctor", [], { ...own(), GITHUB_TOKEN: "c0ffee" });
    expect(stdout).toMatch(/● problem {2}credential default, token +http\S+ answered 401: Bad/);
    expect(stdout).toContain("→ Set GITHUB_TOKEN to a token that is good.");
    expect(stdout).toMatch(/● ok {7}dead letters/);
    expect(stdout.replaceAll("\n", "")).not.toMatch(/c0ffee|\p{Cc}/u);
    expect(code).toBe(1);
  });

  test.each<[string, Record<string, string>, string[], string]>([
    [
      "an enterprise token that is not on this machine",
      { TRIGGERS: "enterprise.yaml", GITHUB_TOKEN: classic },
      ["credential default, secret", "red"],
      'Put "ghes/token" with its value into a JSON file, and set SECRETS to its path.',
    ],
    [
      "a file of secrets that is none",
      { SECRETS: "package.json" },
      ["credential default, secret", "red"],
      "Set SECRETS to a JSON object of secrets by name",
    ],
    [
      "no workflows for the stand-in",
      { WORKFLOWS: "missing" },
      ["GitHub", "red"],
      "set GITHUB_TOKEN to use the real GitHub",
    ],
    [
      "a state that is no database",
      { STATE: "package.json" },
      ["queue and dead letters", "red"],
      "set STATE to another file",
    ],
  ])("%s is a problem like any other", async (_, environment, expected, mend) => {
    const api = 'api-url: "http://127.0.0.1:9"';
    write(
      "enterprise.yaml",
      `credentials: { default: { pat: ghes/token, ${api} } }\ntriggers: {}\n`,
    );
    const { TRIGGERS = "" } = environment;
    const path = TRIGGERS === "" ? "triggers.yaml" : join(folder, TRIGGERS);
    const { code, stdout, stderr } = await run("doctor", ["--json"], {
      ...environment,
      TRIGGERS: path,
    });
    const lines: { about: string; state: string; mend?: string }[] = JSON.parse(stdout);
    const problem = lines.find(({ mend: text }) => text?.includes(mend));
    expect(problem && about(problem)).toEqual(expected);
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
  });

  test("tells of the secrets, though the stand-in can't be started", async () => {
    const { stdout } = await run("doctor", ["--json"], { WORKFLOWS: "missing" });
    expect(JSON.parse(stdout).map(about).slice(2, 5)).toEqual([
      ["GitHub", "red"],
      ["credential default, secret", "green"],
      ["queue", "green"],
    ]);
  });

  test.each([
    [["hello"], {}, "Unexpected argument"],
    [["--strict"], {}, "Unknown option '--strict'"],
    [[], { TRIGGERS: "missing.yaml" }, "missing.yaml can't be read (ENOENT)"],
    [["--deployed"], { TRIGGERS: "missing.yaml" }, "missing.yaml can't be read (ENOENT)"],
    [[], { GITHUB_API_URL: "github.com" }, "GITHUB_API_URL is"],
  ])("%j can't be used with %j", async (args, environment, message) => {
    const { code, stdout, stderr } = await run("doctor", args, environment);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect([code, stdout]).toEqual([2, ""]);
  });
});

describe("npm run doctor -- --deployed", () => {
  const file = () => `
credentials: { default: { pat: github/token, api-url: "${github.url}" } }
defaults: { repository: acme/hello, ref: main }
triggers:
  nightly: { on: { schedule: [{ cron: "30 2 * * *" }] }, workflow: hello.yml }
`;

  test("compares the file with what is deployed", async () => {
    const schedule = {
      Type: "AWS::Scheduler::Schedule",
      Properties: { Description: "Trigger <old>: 30 2 * * * UTC" },
    };
    const aws = await startAws({
      template: { Resources: { Old: schedule } },
      resources: [
        ["Group", "AWS::Scheduler::ScheduleGroup", "group"],
        ["Old", "AWS::Scheduler::Schedule", "old-1"],
      ],
      schedules: [{ Name: "old-1", State: "DISABLED" }],
      rules: [],
      messages: "3",
      secret: classic,
    });
    const TRIGGERS = write("deployed.yaml", file());
    const { code, stdout, stderr } = await run("doctor", ["--deployed", "--json"], {
      ...aws.environment,
      TRIGGERS,
    });
    aws.close();
    const has = (text: string) => expect.stringContaining(text);
    const lines: { about: string; state: string; found: string }[] = JSON.parse(stdout);
    expect(lines.slice(6).map(({ about, state, found }) => [about, state, found])).toEqual([
      [has(", API version"), "green", "2026-03-10"],
      [has("clock against "), "green", "no difference"],
      ["stack WorkflowDispatcher", "green", "UPDATE_COMPLETE"],
      ["queue", "green", "3 waiting, 0 in flight, 0 delayed"],
      ["dead letters", "yellow", "3"],
      ["schedules", "red", "paused in AWS: schedule of <old>: 30 2 * * * UTC (old-1)"],
      ["rules", "green", "there are none"],
      ["drift", "yellow", has("in the file, and not deployed: SQS::Queue DeadLetters")],
      ["drift", "yellow", has("not in the file any more: schedule of <old>: 30 2 * * * UTC")],
      ["drift", "yellow", has("outputs of the stack")],
    ]);
    expect(lines.find(({ found }) => /schedule of nightly: 30 2/.test(found))).toBeDefined();
    expect(stdout).not.toContain("c0ffee");
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
  });

  test("what AWS does not tell hides nothing else", async () => {
    const { code, stdout } = await run("doctor", ["--deployed"], {
      ...{ AWS_ENDPOINT_URL: "http://127.0.0.1:9", AWS_REGION: "eu-west-1" },
      ...{ AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "b", AWS_MAX_ATTEMPTS: "1" },
      TRIGGERS: write("deployed.yaml", file()),
    });
    const text = stdout.replaceAll(/\s+/g, " ");
    expect(text).toMatch(/● warning credential default, secret .*AWS can't be reached: .*REFUSED/);
    expect(text).toMatch(/● ok \S+, API version 2026-03-10/);
    expect(text).toMatch(/● warning stack WorkflowDispatcher neither it .*REFUSED/);
    expect(text).toContain("→ Use AWS credentials that may read it (AWS_PROFILE, AWS_REGION)");
    expect(code).toBe(0);
  });

  test("an address of AWS that is no URL is told as such", async () => {
    const { stdout, stderr } = await run("doctor", ["--deployed"], {
      ...{ AWS_ENDPOINT_URL: "notaurl", AWS_REGION: "eu-west-1" },
      ...{ AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "b" },
      TRIGGERS: write("deployed.yaml", file()),
    });
    const text = stdout.replaceAll(/\s+/g, " ");
    expect(text).toMatch(/● warning stack .*: The address of AWS "notaurl" is no URL\. Set AWS_/);
    expect(stderr).toBe("");
  });

  test("a template that can't be made hides nothing else", async () => {
    const aws = await startAws({
      ...{ template: { Resources: {} }, resources: [], schedules: [], rules: [] },
      ...{ messages: "0", secret: classic },
    });
    const { stdout, stderr } = await run("doctor", ["--deployed", "--json"], {
      ...{ ...aws.environment, TMPDIR: join(folder, "none") },
      TRIGGERS: write("deployed.yaml", file()),
    });
    aws.close();
    const last = JSON.parse(stdout).at(-1);
    expect(last).toMatchObject({ state: "yellow", about: "drift" });
    expect(last.found).toMatch(/^can't be told: the template can't be made in \S+none: ENOENT/);
    expect(stderr).toBe("");
  });
});
