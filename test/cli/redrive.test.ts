import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { DeadLetterStore } from "../../functions/dead-letter-store.ts";
import { type Redrive, redrive } from "../../local/redrive.ts";
import { startLocal } from "../../local/start.ts";
import { openDatabase } from "../../local/state/database.ts";
import { createDeadLetterStore } from "../../local/state/dead-letter-store.ts";
import { createDeadLetters } from "../../local/state/dead-letters.ts";
import { createMessages } from "../../local/state/messages.ts";
import { run } from "./run.ts";

const triggers = `
credentials:
  default:
    pat: github/dispatch-token
defaults:
  repository: acme/hello
  ref: main
triggers:
  upload:
    on:
      event:
        source: [aws.s3]
    workflow: hello.yml
`;

let folder: string;
let environment: Readonly<Record<string, string>>;
let state: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "redrive-"));
  mkdirSync(join(folder, ".github/workflows"), { recursive: true });
  writeFileSync(join(folder, "triggers.yaml"), triggers);
  state = join(folder, "state.sqlite");
  environment = { TRIGGERS: join(folder, "triggers.yaml"), STATE: state };
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Does something with the tables of the dead letters and the queue. */
function inState<Value>(work: (tables: ReturnType<typeof tablesOf>) => Value): Value {
  const database = openDatabase(state);
  try {
    return work(tablesOf(database));
  } finally {
    database.close();
  }
}

function tablesOf(database: DatabaseSync, now = Date.now) {
  return {
    deadLetters: createDeadLetters(database, now),
    messages: createMessages(database, now),
  };
}

function writeWorkflow(on: string): void {
  writeFileSync(
    join(folder, ".github/workflows/hello.yml"),
    `on: ${on}\njobs:\n  hello:\n    runs-on: ubuntu-latest\n    steps: [{ run: echo }]\n`,
  );
}

/** Runs npm start until it has printed a line that matches. */
async function serveUntil(pattern: RegExp): Promise<void> {
  const printed = Promise.withResolvers<void>();
  const settings = { triggers: join(folder, "triggers.yaml"), state };
  const local = await startLocal(settings, 0, (line) => {
    if (pattern.test(line)) printed.resolve();
  });
  await printed.promise;
  await local.close();
}

test("a dead letter is dispatched after its cause is mended and it is moved back", async () => {
  writeWorkflow("push");
  const body = JSON.stringify({ trigger: "upload", event: { id: "e1", source: "aws.s3" } });
  inState(({ messages }) => messages.send({ body }));
  await serveUntil(/no-dispatch-trigger/);
  const [letter, ...others] = inState(({ deadLetters }) => deadLetters.list());
  expect(others).toEqual([]);

  const looked = await run("redrive", ["--dry-run"], environment);
  const line = /^would move {2}upload {2}e1\n {2}no-dispatch-trigger {2}first .* {2}last .*\n/;
  expect(looked.stdout).toMatch(line);
  expect(inState(({ deadLetters }) => deadLetters.list())).toEqual([letter]);
  const held = await run("history", [], environment);
  expect(held.stdout).toMatch(/upload +given up +1 +event +aws\.s3\n +no-dispatch-trigger: /);

  const moved = await run("redrive", ["--since", "1h", "--trigger", "upload"], environment);
  expect(moved.stdout).toMatch(/^moved {2}upload {2}e1\n/);
  expect(moved.stdout).toContain("1 of 1 dead letters moved. npm start dispatches them.\n");
  expect(moved).toMatchObject({ code: 0, stderr: "" });
  expect(inState(({ deadLetters }) => deadLetters.list())).toEqual([]);

  writeWorkflow("workflow_dispatch");
  await serveUntil(/upload {2}event {2}dispatched/);
  const after = await run("history", ["upload", "--json"], environment);
  expect(JSON.parse(after.stdout)).toMatchObject([
    { trigger: "upload", state: "dispatched", delivery: "e1", attempts: 2 },
  ]);
});

describe("of the dead letters", () => {
  const first = "2026-11-19T09:00:00.000Z";
  const sent = Date.parse("2026-11-20T10:00:00.000Z");
  const envelope = (trigger: string, id: string) =>
    JSON.stringify({ trigger, event: { id, source: "aws.s3" } });
  const all = { codes: [], trigger: undefined, since: 0, resend: false, dryRun: false };

  /** What is moved of five dead letters, and what is told. */
  async function moveSome(wanted: Partial<Redrive>) {
    const database = openDatabase(":memory:");
    const { deadLetters, messages } = tablesOf(database, () => sent);
    const add = (trigger: string, delivery: string, code: string) => {
      const attributes = { trigger, delivery, code, first, last: first, attempts: "7" };
      deadLetters.add({ body: envelope(trigger, delivery), attributes });
    };
    add("upload", "e1", "token-forbidden");
    add("other", "e2", "ref-not-found");
    add("upload", "e3", "result-unsure");
    deadLetters.add({ body: envelope("upload", "e4") });
    deadLetters.add({ body: "hello?" });
    const lines: string[] = [];
    const store = createDeadLetterStore(database, () => sent);
    const print = (line: string) => lines.push(line);
    const result = await redrive(store, async () => undefined, { ...all, print, ...wanted });
    const moved = messages.receive(1000);
    const left = deadLetters.list();
    database.close();
    return { result, moved, left, lines };
  }

  test.each<[string, Partial<Redrive>, string[], { unsure?: number; unreadable?: number }]>([
    ["all but result-unsure", {}, ["e1", "e2", "e4"], { unsure: 1, unreadable: 1 }],
    ["those with a code", { codes: ["ref-not-found"] }, ["e2"], {}],
    ["several codes", { codes: ["ref-not-found", "token-forbidden"] }, ["e1", "e2"], {}],
    ["what SQS set aside", { codes: ["received-too-often"] }, ["e4"], { unreadable: 1 }],
    ["those of a trigger", { trigger: "other" }, ["e2"], {}],
    ["a trigger and a code", { trigger: "upload", codes: ["ref-not-found"] }, [], {}],
    ["those since then", { since: sent }, ["e1", "e2", "e4"], { unsure: 1, unreadable: 1 }],
    ["none, as none is so late", { since: sent + 1 }, [], {}],
    ["what is unsure, when it is named", { codes: ["result-unsure"] }, ["e3"], {}],
    ["what is to be sent", { codes: ["result-unsure"], resend: true }, ["e3"], {}],
  ])("%s: those are moved, the rest is left", async (_, wanted, ids, told) => {
    const { result, moved, left, lines } = await moveSome(wanted);
    expect(moved.map(({ body }) => JSON.parse(body).event.id)).toEqual(ids);
    expect(left).toHaveLength(5 - ids.length);
    expect(result).toEqual({ found: 5, moved: ids.length, unsure: 0, unreadable: 0, ...told });
    expect(lines).toHaveLength(ids.length + (told.unreadable ?? 0));
  });

  test("one that can't be moved stays, and those beside it are moved and told", async () => {
    const database = openDatabase(":memory:");
    const { deadLetters, messages } = tablesOf(database);
    for (const id of ["e1", "e2", "e3"]) deadLetters.add({ body: envelope("upload", id) });
    const calls: string[] = [];
    const store = createDeadLetterStore(database, Date.now);
    const failing: DeadLetterStore = {
      ...store,
      moveBack: (letter, message) =>
        letter.body.includes("e2")
          ? Promise.reject(new Error("refused"))
          : store.moveBack(letter, message),
      release: async () => void calls.push("release"),
    };
    const print = (line: string) => calls.push(line.split("\n")[0] ?? "");
    const moving = redrive(failing, async () => undefined, { ...all, print });
    await expect(moving).rejects.toThrow("refused");
    expect(calls).toEqual(["moved  upload  e1", "moved  upload  e3", "release"]);
    expect(deadLetters.list()).toMatchObject([{ body: envelope("upload", "e2") }]);
    expect(messages.receive(1000)).toHaveLength(2);
    database.close();
  });

  test.each([{}, { resend: "true" }])("the attributes tell of the round: %j", async (more) => {
    const wanted = { codes: ["result-unsure"], resend: "resend" in more };
    const { moved } = await moveSome(wanted);
    const attributes = { round: String(sent), first, attempts: "7", ...more };
    expect(moved).toMatchObject([{ body: envelope("upload", "e3") }]);
    expect(moved[0]?.attributes).toEqual(attributes);
  });
});

test("without a file of state there is nothing, and none is made", async () => {
  const { code, stdout } = await run("redrive", [], environment);
  expect({ code, stdout }).toEqual({ code: 0, stdout: "There are no dead letters.\n" });
  expect(() => rmSync(state)).toThrow("ENOENT");
});

test.each([
  [["--code", "expresion-failed"], "There is no code expresion-failed. Did you mean expression-"],
  [["--resend", "--code", "result-unsure", "--code", "not-found"], "and with no other code"],
  [["--since", "yesterday"], "--since yesterday: write a time such as"],
  [["--trigger", "two words"], '"two words" can\'t be the name of a trigger.'],
])("%j can't be used", async (args, message) => {
  const { code, stderr } = await run("redrive", args, environment);
  expect(stderr).toContain(message);
  expect(code).toBe(2);
});

test("a trigger that the file has not is hinted at", async () => {
  const { code, stderr } = await run("redrive", ["--trigger", "uplaod"], environment);
  const hint = "There is no trigger uplaod in the file. Did you mean upload? There are: upload.\n";
  expect({ code, stderr }).toEqual({ code: 0, stderr: hint });
});
