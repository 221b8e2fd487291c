import { describe, expect, test } from "vitest";
import { type Config, readConfig } from "../../../dispatch/config.ts";
import { bareRequest } from "../../../dispatch/github/call.ts";
import { apiVersions, dispatchRequest } from "../../../dispatch/github/send.ts";
import { clockLine } from "../../../local/doctor/clock-line.ts";
import { driftLines } from "../../../local/doctor/drift.ts";
import { fileLines } from "../../../local/doctor/file-lines.ts";
import { foundOf, type Line, type State } from "../../../local/doctor/line.ts";
import { deadLettersLine, deletedLine, queueLine } from "../../../local/doctor/queue-lines.ts";
import { stackLine } from "../../../local/doctor/stack-lines.ts";
import { type Switch, switchLines } from "../../../local/doctor/switch-lines.ts";
import { expiryLine, permissionLine } from "../../../local/doctor/token-lines.ts";
import type { TokenFacts } from "../../../local/token-check.ts";

/** What a line has to be: its state, and parts of what was found and of the mend. */
type Expected = readonly [state: State, found: string, mend?: string];

function expectLine(line: Line | undefined, [state, found, mend]: Expected): void {
  expect({ ...line, ...(line && { found: foundOf(line), names: undefined }) }).toEqual({
    state,
    about: expect.stringMatching(/./),
    found: expect.stringContaining(found),
    ...(mend !== undefined && { mend: expect.stringContaining(mend) }),
  });
}

const now = Date.parse("2026-11-24T12:00:00Z");
const second = 1000;
const day = 24 * 60 * 60 * second;

function configOf(text: string): Config {
  const { config, problems } = readConfig(text);
  if (config === undefined) throw new Error(JSON.stringify(problems));
  return config;
}

const schedules = (enabled: boolean) =>
  configOf(`
credentials: { default: { pat: github/token } }
defaults: { repository: acme/hello, ref: main }
triggers:
  nightly:
    on: { schedule: [{ cron: "30 2 * * *", enabled: ${enabled} }, { cron: "30 4 * * *" }] }
    workflow: hello.yml`);

describe("the file", () => {
  test.each<[boolean, Expected]>([
    [true, ["green", "none is paused"]],
    [false, ["yellow", "nightly (30 2 * * * UTC)", "enabled: false"]],
  ])("with a schedule that has enabled: %s", (enabled, expected) => {
    const [file, paused] = fileLines("triggers.yaml", schedules(enabled));
    expectLine(file, ["green", "triggers.yaml: 1 trigger, 2 schedules, 0 routes, 0 events"]);
    expectLine(paused, expected);
  });
});

describe("what a token may do", () => {
  test.each<[string | undefined, Expected]>([
    ["repo, workflow", ["green", "repo, workflow"]],
    ["workflow,public_repo", ["yellow", "public repositories only", "Tick repo"]],
    ["repo:status", ["red", "repo:status: no repo", "Tick repo"]],
    ["", ["red", "none: no repo", "Tick repo"]],
    [undefined, ["yellow", "can't be told: the answer lists no scopes", "npm run check"]],
  ])("a classic one with the scopes %j", (scopes, expected) => {
    const facts = { login: "octocat", kind: "classic", scopes, expiry: undefined } as const;
    expectLine(permissionLine("default", facts), expected);
  });

  test.each<[TokenFacts["kind"], string | undefined, Expected]>([
    ["fine-grained", undefined, ["green", "not told by GitHub for a fine-grained token: npm run"]],
    [
      "other",
      undefined,
      ["green", "not told by GitHub for this kind of token: npm run check asks"],
    ],
    ["other", "repo", ["green", "repo"]],
    ["other", "gist", ["red", "gist: no repo", "Tick repo"]],
    ["OAuth app", "gist, repo", ["green", "gist, repo"]],
    ["OAuth app", "gist", ["red", "gist: no repo", "gh auth refresh --scopes repo"]],
    ["OAuth app", undefined, ["yellow", "lists no scopes", "npm run check"]],
  ])("one that is %s, with the scopes %j", (kind, scopes, expected) => {
    const facts = { login: "octocat", kind, scopes, expiry: undefined };
    expectLine(permissionLine("default", facts), expected);
  });
});

test.each<[number | undefined, Expected]>([
  [undefined, ["green", "never, or GitHub does not say"]],
  [now + 14 * day, ["green", "2026-12-08, 14 days left"]],
  [now + 14 * day - 1, ["yellow", "2026-12-08, 13 days left", "Make a new one before. Store it"]],
  [now + day, ["yellow", "1 day left", "Store it"]],
  [now + 1, ["yellow", "0 days left", "Store it"]],
  [now, ["red", "it has expired on 2026-11-24", "Store it"]],
])("a token that expires at %s", (expires, expected) => {
  const daysLeft = Math.floor(((expires ?? 0) - now) / day);
  const expiry = expires === undefined ? undefined : { credential: "default", expires, daysLeft };
  expectLine(expiryLine("default", expiry, now, "Store it"), expected);
});

describe("the clock", () => {
  const lineOf = (date: string | undefined, sent: number, received: number) => {
    const headers = new Headers(date === undefined ? {} : { date });
    const answer = { status: 200, headers, body: undefined };
    return clockLine("github", { apiUrl: "", version: "", answer, sent, received });
  };
  const date = (time: number) => new Date(time).toUTCString();

  test.each<[string, number, number, number, Expected]>([
    ["the same", 0, 0, 0, ["green", "no difference"]],
    ["the same, as far as a whole second tells", 0, 999, 999, ["green", "no difference"]],
    ["the same, as far as a slow answer tells", 0, -8000, 500, ["green", "no difference"]],
    ["a little ahead", 0, 31_000, 31_100, ["green", "30 s ahead"]],
    ["a little behind", 0, -30_100, -30_000, ["green", "30 s behind"]],
    ["ahead", 0, 32_000, 32_100, ["yellow", "31 s ahead", "NTP"]],
    ["behind", 0, -60_100, -60_000, ["yellow", "60 s behind", "NTP"]],
    ["far ahead", 0, 62_000, 62_100, ["red", "61 s ahead: GitHub refuses", "NTP"]],
    ["far behind", 0, -3_600_000, -3_600_000, ["red", "3600 s behind", "NTP"]],
  ])("%s", (_, server, sent, received, expected) => {
    expectLine(lineOf(date(now + server), now + sent, now + received), expected);
  });

  test.each([undefined, "soon"])("a Date of %s tells nothing", (text) => {
    expectLine(lineOf(text, now, now), ["yellow", "it sent no Date", "Compare"]);
  });
});

describe("the queue", () => {
  const config = schedules(true);
  const empty = { waiting: 0, inFlight: 0, delayed: 0 };
  test.each<[object, Expected]>([
    [empty, ["green", "0 waiting, 0 in flight, 0 delayed"]],
    [{ waiting: 400, inFlight: 50, delayed: 50 }, ["green", "400 waiting, 50 in flight"]],
    [
      { waiting: 400, inFlight: 50, delayed: 51 },
      ["yellow", "At 500 an hour for a credential, that takes up to 2 hours", "npm run history"],
    ],
    [{ waiting: 1, oldest: 5 * 60 * second }, ["green", "1 waiting"]],
    [
      { waiting: 1, oldest: 6 * 60 * second },
      ["yellow", "nobody has taken the first for 6 minutes", "npm start"],
    ],
  ])("with %j", (depth, expected) => {
    expectLine(queueLine({ ...empty, ...depth }, config, false), expected);
  });

  test("the slowest credential counts", () => {
    const slow = configOf(`
credentials:
  default: { pat: a }
  slow: { pat: b, pace: { per-minute: 1, per-hour: 10 } }
triggers: {}`);
    const line = queueLine({ ...empty, waiting: 11 }, slow, true);
    expectLine(line, ["yellow", "At 10 an hour for a credential", "history -- --deployed."]);
  });

  test.each<[number, boolean, Expected]>([
    [0, true, ["green", "none"]],
    [3, false, ["yellow", "3", "npm run redrive -- --dry-run. "]],
    [3, true, ["yellow", "3", "npm run redrive -- --dry-run --deployed. "]],
  ])("%d dead letters, deployed: %s", (count, isDeployed, expected) => {
    expectLine(deadLettersLine(count, isDeployed), expected);
  });

  test("that is deleted", () => {
    const line = deletedLine("queue", "https://sqs/queue");
    expectLine(line, ["red", "deleted in AWS: https://sqs/queue", "-- --revert-drift"]);
  });
});

test.each<[string, Expected]>([
  ["CREATE_COMPLETE", ["green", "CREATE_COMPLETE, deployed 2026-11-24T12:00Z"]],
  ["UPDATE_COMPLETE", ["green", "UPDATE_COMPLETE"]],
  ["IMPORT_COMPLETE", ["green", "IMPORT_COMPLETE"]],
  ["UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", ["yellow", "why", "Wait"]],
  ["UPDATE_ROLLBACK_IN_PROGRESS", ["yellow", "why", "Wait"]],
  ["REVIEW_IN_PROGRESS", ["yellow", "REVIEW_IN_PROGRESS", "npm run deploy"]],
  ["UPDATE_ROLLBACK_COMPLETE", ["yellow", "why", "was undone"]],
  ["", ["yellow", "of unknown state", "npm run deploy"]],
  ["ROLLBACK_COMPLETE", ["red", "why", "Delete the stack"]],
  ["UPDATE_ROLLBACK_FAILED", ["red", "why", "continue-update-rollback"]],
  ["DELETE_FAILED", ["red", "why", "Delete it again"]],
  ["UPDATE_FAILED", ["red", "why", "npm run deploy"]],
  ["DELETE_COMPLETE", ["red", "why", "npm run deploy"]],
])("a stack that is %s", (status, expected) => {
  const stack = { status, reason: "why", updated: new Date(now) };
  expectLine(stackLine("WorkflowDispatcher", stack), expected);
});

describe("schedules and rules", () => {
  const one = (wasDeployedOn: boolean, isOn: boolean | undefined): Switch => ({
    ...{ name: "schedule of nightly", physicalName: "s1", wasDeployedOn, isOn },
  });
  test.each<[string, Switch[], Expected]>([
    ["there are none", [], ["green", "there are none"]],
    ["they run", [one(true, true), one(true, true)], ["green", "none is paused"]],
    ["one is paused by the file", [one(false, false)], ["yellow", "as it was deployed", "enabled"]],
    [
      "one is paused in AWS",
      [one(true, false)],
      ["red", "paused in AWS: schedule of", "Turn it on"],
    ],
    ["one is turned on in AWS", [one(false, true)], ["red", "turned on in AWS", "Turn it off"]],
    ["one is gone", [one(true, undefined)], ["red", "deleted in AWS: schedule", "Take it out"]],
    ["one is gone, paused", [one(false, undefined)], ["red", "deleted in AWS", "put it back"]],
  ])("%s", (_, switches, expected) => {
    const [line, ...others] = switchLines("schedules", switches);
    expect(others).toEqual([]);
    expectLine(line, expected);
  });

  test("each stray one has its own line, with the command for its kind", () => {
    const stray = [one(true, false), one(false, true), one(false, false)];
    const states = switchLines("rules", stray).map(({ state, mend }) => [state, mend]);
    expect(states).toEqual([
      ["red", expect.stringContaining("aws events enable-rule.")],
      ["red", expect.stringContaining("aws events disable-rule.")],
      ["yellow", expect.stringContaining("enabled: false")],
    ]);
    expect(switchLines("schedules", stray)[0]?.mend).toContain("aws scheduler update-schedule");
  });
});

test("drift has a line for each way to differ", () => {
  const none = { missing: [], surplus: [], changed: [] };
  expect(driftLines(none)).toMatchObject([{ state: "green", about: "drift" }]);
  const all = { missing: ["route POST /a", "event of b"], surplus: ["c"], changed: ["d"] };
  expect(driftLines(all).map((line) => [line.state, foundOf(line)])).toEqual([
    ["yellow", "in the file, and not deployed: route POST /a; event of b"],
    ["yellow", "deployed, and not in the file any more: c"],
    ["yellow", "deployed otherwise than the file and this code say: d"],
  ]);
  expect(driftLines(all).every(({ mend }) => mend?.startsWith("npm run deploy."))).toBe(true);
});

test("a dispatch asks for the newest of the versions first, and all else for the oldest", () => {
  const target = { apiUrl: "https://api.github.com", repository: "a/b", workflow: "c", ref: "d" };
  const { headers } = dispatchRequest({ target, inputs: {}, authorization: "" });
  const oldest = bareRequest("GET", "https://api.github.com", "").headers;
  const name = "x-github-api-version";
  expect(apiVersions).toEqual([headers[name], oldest[name]]);
});
