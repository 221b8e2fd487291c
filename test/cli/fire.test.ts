import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { run } from "./run.ts";

let folder: string;
let event: string;
let list: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "fire-"));
  event = join(folder, "event.json");
  list = join(folder, "list.json");
  const detail = { bucket: { name: "uploads" }, object: { key: "a/b.csv" } };
  writeFileSync(event, JSON.stringify({ id: "e1", source: "aws.s3", detail }));
  writeFileSync(list, "[1]");
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("it runs a trigger", () => {
  test("by its route", async () => {
    const { code, stdout } = await run("fire", ["hello", "--body", '{"source":"fire"}']);
    expect(stdout).toMatch(
      /^\d\d:\d\d:\d\d {2}hello {2}http {2}dispatched {2}acme\/hello\/hello\.yml@main\n {2}source: fire\n$/,
    );
    expect(code).toBe(0);
  });

  test("by its schedule", async () => {
    const { code, stdout } = await run("fire", ["hello-every-morning"]);
    expect(stdout).toContain("hello-every-morning  schedule  dispatched");
    expect(code).toBe(0);
  });

  test("by an event", async () => {
    const { code, stdout } = await run("fire", ["hello-upload", "--event", event]);
    expect(stdout).toContain("hello-upload  event  dispatched");
    expect(code).toBe(0);
  });

  test("and says why it was not started", async () => {
    const { code, stdout } = await run("fire", ["hello"]);
    expect(stdout).toContain("inputs-refused");
    expect(stdout).toContain("Required input 'source' not provided");
    expect(code).toBe(1);
  });
});

describe("--dry-run prints the exact request and sends nothing", () => {
  test.each([
    ["of a body", ["hello", "--body", '{"source":"x"}'], "x"],
    ["of an event", ["hello-upload", "--event", "EVENT"], "uploads/a/b.csv"],
    ["with an input", ["hello", "--input", "source=a=b ${{ x }}"], "a=b ${{ x }}"],
    ["with an empty input", ["hello", "--input", "source="], ""],
  ])("%s", async (_, args, source) => {
    const given = args.map((arg) => (arg === "EVENT" ? event : arg));
    const { code, stdout } = await run("fire", [...given, "--dry-run"], {
      GITHUB_TOKEN: "a-token",
      GITHUB_API_URL: "https://github.invalid/api/v3",
    });
    expect(stdout).toBe(
      `POST https://github.invalid/api/v3/repos/acme/hello/actions/workflows/hello.yml/dispatches
accept: application/vnd.github+json
authorization: Bearer (not shown)
content-type: application/json
user-agent: workflow-dispatcher
x-github-api-version: 2026-03-10

{
  "ref": "main",
  "inputs": {
    "source": ${JSON.stringify(source)}
  }
}
`,
    );
    expect(code).toBe(0);
  });

  test("and says why there is none", async () => {
    const { code, stdout } = await run("fire", ["hello-upload", "--event", event, "--dry-run"], {
      TRIGGERS: "triggers.yaml",
      SECRETS: writeSecrets({ "github/dispatch-token": "two words" }),
    });
    expect(stdout).toContain("secret-malformed");
    expect(stdout).not.toContain("two words");
    expect(code).toBe(1);
  });
});

describe("what it can't use ends it with 2", () => {
  test.each([
    ["no trigger", [], "Name one trigger."],
    ["two triggers", ["a", "b"], "Name one trigger."],
    ["an unknown trigger", ["helo"], "There is no trigger helo. There are: hello, "],
    ["an inherited name", ["constructor"], "There is no trigger constructor."],
    ["an unknown option", ["hello", "--boddy", "{}"], "--boddy"],
    ["a body that is no JSON", ["hello", "--body", "{"], "--body is not JSON"],
    ["an event that is not there", ["hello-upload", "--event", "missing"], "can't be read"],
    ["an event that is no object", ["hello-upload", "--event", "LIST"], "holds no event"],
    ["a body and an event", ["hello", "--body", "{}", "--event", "LIST"], "exclude each other"],
    ["an event for a route", ["hello", "--event", "EVENT"], "hello has no on.event"],
    ["nothing for an event", ["hello-upload"], "add --event FILE"],
    ["a body for a schedule", ["hello-every-morning", "--body", "{}"], "has no on.http"],
    ["an unknown path parameter", ["hello", "--path", "nope=1"], "has no parameter nope"],
    ["an input without a value", ["hello", "--input", "source"], "write --input NAME=VALUE"],
  ])("%s", async (_, args, message) => {
    const given = args.map((arg) => (arg === "EVENT" ? event : arg === "LIST" ? list : arg));
    const { code, stderr } = await run("fire", given);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(code).toBe(2);
  });
});

function writeSecrets(secrets: Readonly<Record<string, string>>): string {
  const file = join(folder, "secrets.json");
  writeFileSync(file, JSON.stringify(secrets));
  return file;
}
