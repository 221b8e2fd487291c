import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Entry, entryKey } from "../../dispatch/once/entry.ts";
import type { OutcomeCode } from "../../dispatch/outcome.ts";
import { fireTrigger } from "../../local/fire.ts";
import { readHistory } from "../../local/history.ts";
import { historyPage } from "../../local/history-page.ts";
import { openDatabase } from "../../local/state/database.ts";
import { createSqliteLedger } from "../../local/state/ledger.ts";
import { startAws } from "./aws.ts";
import { run } from "./run.ts";

let folder: string;
let environment: Readonly<Record<string, string>>;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "history-"));
  const state = join(folder, "state.sqlite");
  environment = { STATE: state };
  const fire = (body: { source: string } | null) =>
    fireTrigger(
      { triggers: "triggers.yaml", state },
      {
        ...{ trigger: "hello", happening: { body, path: {} }, inputs: {} },
        ...{ dryRun: false, print: () => {} },
      },
    );
  await fire({ source: "one" });
  await fire(null);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("npm run history", () => {
  test("tells of all triggers, newest first, with the run or the reason and the remedy", async () => {
    const { code, stdout, stderr } = await run("history", [], environment);
    const time = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d";
    expect(stdout).toMatch(
      new RegExp(`^when {17}trigger  state       tries  source  from
${time}  hello    given up    1      http    fire
    inputs-refused: GitHub answered 422: Required input 'source' not provided
    → Compare the inputs with those that the workflow declares at that ref\\.
${time}  hello    dispatched  1      http    fire
    http://127\\.0\\.0\\.1:\\d+/acme/hello/actions/runs/\\d+
$`),
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  test("--json tells programs, and --count how many", async () => {
    const args = ["hello", "--json", "--count", "1", "--since", "1h"];
    const { stdout } = await run("history", args, environment);
    expect(JSON.parse(stdout)).toEqual([
      {
        ...{ trigger: "hello", state: "given up", source: "http", from: "fire", attempts: 1 },
        when: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        delivery: expect.stringMatching(/^[\da-f-]{36}$/),
        code: "inputs-refused",
        detail: "GitHub answered 422: Required input 'source' not provided",
        remedy: expect.stringContaining("Compare the inputs"),
      },
    ]);
  });

  test("says what to do where there is nothing, and makes no file", async () => {
    const state = join(folder, "missing", "state.sqlite");
    const { code, stdout } = await run("history", ["helo"], { STATE: state });
    expect(stdout).toContain(
      `The ledger in ${state} has nothing of helo. It begins with npm start`,
    );
    expect(code).toBe(0);
    expect(() => rmSync(state)).toThrow("ENOENT");
  });

  test("hints at the triggers that there are", async () => {
    const { code, stderr } = await run("history", ["helo", "--json"], environment);
    expect(stderr).toContain(
      "There is no trigger helo in the file. Did you mean hello? There are:",
    );
    expect(code).toBe(0);
  });

  test("--deployed asks the table of the stack, page after page", async () => {
    const aws = await startAws();
    const items = [entryOf({ delivery: "a" }), entryOf({ delivery: "b" })].map((entry, index) => ({
      ...{ partition: { S: "hello" }, key: { S: `k${index}` }, at: { N: String(2 - index) } },
      ...{ version: { N: "1" }, expires: { N: "1" }, value: { S: JSON.stringify(entry) } },
    }));
    aws.pages.push(...items.map((item) => [item]));
    const args = ["hello", "--deployed", "--json"];
    const { code, stdout } = await run("history", args, aws.environment);
    await aws.close();
    expect(JSON.parse(stdout)).toMatchObject([{ delivery: "a" }, { delivery: "b" }]);
    expect(code).toBe(0);
  });

  test.each([
    [["--count", "0"], {}, "--count 0: write a number from 1 to 9999."],
    [["--", "-x y"], {}, "can't be the name of a trigger"],
    [[], { TRIGGERS: "missing.yaml" }, "missing.yaml can't be read (ENOENT)"],
    [[], { STATE: "package.json" }, "package.json is no database"],
  ])("%j can't be used with %j", async (args, settings, message) => {
    const { code, stderr } = await run("history", args, settings);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(code).toBe(2);
  });
});

const now = Date.parse("2026-11-24T12:00:00Z");

const waiting: Entry = {
  ...{ state: "waiting", source: "event", delivery: "e1", from: "aws.s3 Object Created" },
  ...{ first: now, last: now, attempts: 1, round: 0, claim: { by: "x", from: now, until: now } },
};

function entryOf(entry: Partial<Entry>): Entry {
  return { ...waiting, ...entry };
}

function historyOf(entries: readonly Entry[]) {
  const database = openDatabase(":memory:");
  const ledger = createSqliteLedger(database, now);
  for (const [index, entry] of entries.entries()) {
    const key = entryKey({ source: entry.source, id: `${index}` });
    const value = JSON.parse(JSON.stringify(entry));
    const place = { partition: `trigger-${index % 2}`, key, at: now + index };
    ledger.put({ ...place, version: 1, expires: now + 1, value });
  }
  const triggers = ["trigger-0", "trigger-1"];
  return readHistory(ledger, { triggers, since: now, count: 20, now }).finally(() =>
    database.close(),
  );
}

const failure = (code: OutcomeCode) => ({ failure: { code, detail: "why" } });

test.each<[string, Partial<Entry>]>([
  ["dispatched", { state: "dispatched" }],
  ["in progress", { state: "claimed", claim: { by: "x", from: now, until: now + 1 } }],
  ["looking for the run", { state: "claimed" }],
  ["waiting", { state: "waiting", ...failure("rate-limited") }],
  ["given up", { state: "waiting", ...failure("inputs-refused") }],
  ["looking for the run", { state: "unknown", ...failure("result-unknown") }],
  ["held", { state: "unknown", ...failure("result-unsure") }],
  ["held", { state: "rejected", ...failure("result-unsure") }],
  ["given up", { state: "rejected", ...failure("rate-limited") }],
])("%s is said of %j", async (state, entry) => {
  expect(await historyOf([entryOf(entry)])).toMatchObject([{ state }]);
});

test("the entries of several triggers are in one order, newest first", async () => {
  const ids = ["a", "b", "c", "d"];
  const items = await historyOf(ids.map((delivery) => entryOf({ delivery })));
  expect(items.map(({ delivery }) => delivery)).toEqual(ids.toReversed());
});

test("a long name of a trigger leaves room for what started it", () => {
  const item = { when: now, trigger: "t".repeat(64), state: "looking for the run" } as const;
  const about = { source: "schedule", from: "0 6 * * *", delivery: "e1", attempts: 12 } as const;
  const [, row = ""] = historyPage([{ ...item, ...about }]).split("\n");
  expect(row).toMatch(/ t{31}… {2}looking for the run {2}12 +schedule {2}0 6/);
});

test("the page fits into 100 columns, and holds nothing that a terminal obeys", async () => {
  const detail = `GitHub answered 422: \u001b[31m${"no such thing ".repeat(20)}`;
  const items = await historyOf([
    entryOf({ from: `arn:aws:sts::123456789012:assumed-role/${"role".repeat(20)}\u0007` }),
    entryOf({ state: "rejected", failure: { code: "inputs-refused", detail } }),
  ]);
  const page = historyPage(items);
  expect(page.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
  const lines = page.split("\n");
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(100);
  expect(lines.at(-1)).toMatch(/^.{98}l…$/);
  expect(page.replaceAll(/\s+/g, " ")).toContain("no such thing ".repeat(20).trim());
});
