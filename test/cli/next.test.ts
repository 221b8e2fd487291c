import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Finished, run } from "./run.ts";

const schedules = {
  nightly: [{ cron: "30 2 * * *", timezone: "Europe/Berlin" }],
  minutes: [{ cron: "* 2 * * *", timezone: "Europe/Berlin" }],
  quarters: [{ cron: "*/15 1-2 * * *", timezone: "Australia/Lord_Howe" }],
  midnight: [{ cron: "cron(0 0 * * ? *)", timezone: "America/Santiago" }],
  once: [
    { cron: "at(2027-03-14T02:30:00)", timezone: "America/New_York" },
    { cron: "at(2027-11-07T01:30:00)", timezone: "America/New_York", end: "2027-01-01T00:00:00Z" },
  ],
  "every-so-often": [
    { cron: "rate(5 minutes)", "flexible-window": 15 },
    { cron: "rate(1 day)", start: "2027-04-01T08:00:00Z", end: "2027-04-02T08:00:00Z" },
  ],
  paused: [{ cron: "0 12 1 * *", enabled: false, start: "2027-06-15T00:00:00Z" }],
  over: [
    { cron: "0 12 * * *", end: "2026-01-01T00:00:00Z" },
    { cron: "cron(0 12 1 1 ? 2020-2028)" },
    { cron: "cron(30 2 ? 3 1L *)", timezone: "Europe/Berlin" },
    { cron: "at(2020-01-01T00:00:00)" },
  ],
};

let folder: string;
let TRIGGERS: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "next-"));
  TRIGGERS = join(folder, "triggers.yaml");
  const target = { repository: "a/b", ref: "main", workflow: "a.yml" };
  const scheduled = Object.entries(schedules).map(([name, schedule]) => {
    return [name, { on: { schedule }, ...target }] as const;
  });
  const byHand = { on: { http: { method: "POST", path: "/x" } }, ...target };
  const triggers = { ...Object.fromEntries(scheduled), "by-hand": byHand };
  const credentials = { default: { pat: "x" } };
  // JSON is YAML.
  writeFileSync(TRIGGERS, JSON.stringify({ credentials, triggers }));
});
afterAll(() => rmSync(folder, { recursive: true }));

function next(...args: readonly string[]): Promise<Finished> {
  return run("next", args, { TRIGGERS });
}

/** The page of a trigger, without the line that tells from when on. */
async function pageOf(trigger: string, from: string, count = 2): Promise<string> {
  const { code, stdout, stderr } = await next(trigger, "--from", from, "--count", `${count}`);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout.split("\n").slice(2).join("\n");
}

describe("npm run next", () => {
  test("tells of all schedules of the sample, from now on", async () => {
    const { code, stdout } = await run("next");
    const row =
      "  \\w{3} \\d{4}-\\d\\d-\\d\\d 06:30 \\+0[12]:00  \\d{4}-\\d\\d-\\d\\d 0[45]:30 UTC  in .*\n";
    expect(stdout).toMatch(
      new RegExp(`^from \\d{4}-.* UTC

hello-every-morning  30 6 \\* \\* 1-5  Europe/Paris
  in AWS: cron\\(30 6 \\? \\* 2-6 \\*\\)
(${row}){5}$`),
    );
    expect(code).toBe(0);
  });

  test("tells what spring leaves out, where it would be", async () => {
    expect(await pageOf("nightly", "2027-03-27T00:00Z")).toBe(`nightly  30 2 * * *  Europe/Berlin
  in AWS: cron(30 2 * * ? *)
  Sat 2027-03-27 02:30 +01:00  2027-03-27 01:30 UTC  in 1 h 30 min
  Sun 2027-03-28 02:30  does not exist: clocks go from 02:00 to 03:00; EventBridge skips it
  Mon 2027-03-29 02:30 +02:00  2027-03-29 00:30 UTC  in 2 d
`);
    expect(await pageOf("midnight", "2027-09-04T12:00Z", 1)).toContain(
      "  Sun 2027-09-05 00:00  does not exist: clocks go from 00:00 to 01:00; EventBridge skips it",
    );
    expect(await pageOf("quarters", "2027-10-02T15:15Z", 3)).toBe(
      `quarters  */15 1-2 * * *  Australia/Lord_Howe
  in AWS: cron(0/15 1,2 * * ? *)
  Sun 2027-10-03 01:45 +10:30  2027-10-02 15:15 UTC  now
  Sun 2027-10-03 02:00-02:15  do not exist: clocks go from 02:00 to 02:30; EventBridge skips both
  Sun 2027-10-03 02:30 +11:00  2027-10-02 15:30 UTC  in 15 min
  Sun 2027-10-03 02:45 +11:00  2027-10-02 15:45 UTC  in 30 min
`,
    );
  });

  test("marks what autumn repeats, once", async () => {
    expect(await pageOf("quarters", "2027-04-03T14:15:30Z", 4)).toBe(
      `quarters  */15 1-2 * * *  Australia/Lord_Howe
  in AWS: cron(0/15 1,2 * * ? *)
  Sun 2027-04-04 01:30 +11:00  2027-04-03 14:30 UTC  in 14 min 30 s
    Clocks go back from 02:00 to 01:30: what is between comes twice. EventBridge runs it once; AWS
    does not say which time, this is the first.
  Sun 2027-04-04 01:45 +11:00  2027-04-03 14:45 UTC  in 29 min 30 s
  Sun 2027-04-04 02:00 +10:30  2027-04-03 15:30 UTC  in 1 h 14 min
  Sun 2027-04-04 02:15 +10:30  2027-04-03 15:45 UTC  in 1 h 29 min
`,
    );
    expect(await pageOf("quarters", "2027-04-03T15:10Z", 1)).toBe(
      `quarters  */15 1-2 * * *  Australia/Lord_Howe
  in AWS: cron(0/15 1,2 * * ? *)
  Sun 2027-04-04 02:00 +10:30  2027-04-03 15:30 UTC  in 20 min
  Clocks have just gone back. They show the time from 01:30 to 02:00 again, in which it does not
  fire again.
`,
    );
    expect(await pageOf("nightly", "2027-10-31T01:10Z", 1)).toContain("just gone back");
    expect(await pageOf("midnight", "2027-04-04T03:10Z", 1)).not.toContain("gone back");
  });

  test("tells why nothing comes when its turn has passed in the first of two hours", async () => {
    expect(await pageOf("quarters", "2027-04-03T14:50Z", 1)).toBe(
      `quarters  */15 1-2 * * *  Australia/Lord_Howe
  in AWS: cron(0/15 1,2 * * ? *)
  Sun 2027-04-04 02:00 +10:30  2027-04-03 15:30 UTC  in 40 min
  Clocks go back from 02:00 to 01:30 at 2027-04-03 15:00 UTC: what is between comes twice.
  EventBridge runs it once; AWS does not say which time. Here it is the first, which has passed.
`,
    );
    expect(await pageOf("quarters", "2027-04-03T14:45Z", 1)).not.toContain("has passed");
    expect(await pageOf("midnight", "2027-04-03T14:50Z", 1)).not.toContain("go back");
  });

  test("tells of one-time schedules", async () => {
    const page = await pageOf("once", "2027-01-02T00:00Z");
    expect(page).toBe(`once  at(2027-03-14T02:30:00)  America/New_York
  Sun 2027-03-14 02:30  does not exist: clocks go from 02:00 to 03:00; skipped, as a cron is
  It never fires, if EventBridge treats it as it does a cron: AWS does not say.

once  at(2027-11-07T01:30:00)  America/New_York
  Sun 2027-11-07 01:30 -04:00  2027-11-07 05:30 UTC  in 309 d 5 h
    Clocks go back from 02:00 to 01:00: what is between comes twice. EventBridge runs it once; AWS
    does not say which time, this is the first.
  EventBridge Scheduler ignores the start and the end of at(...).
`);
  });

  test("tells what a rate counts from, and of a flexible window", async () => {
    const page = await pageOf("every-so-often", "2027-03-31T12:00:30Z");
    expect(page).toBe(`every-so-often  rate(5 minutes)  UTC
  Wed 2027-03-31 12:00:30 UTC  now
  Wed 2027-03-31 12:05:30 UTC  in 5 min
  It counts from the deployment: shown as if it were deployed at 2027-03-31 12:00:30 UTC. AWS fires
  it for the first time when it is deployed.
  It has a flexible-window: AWS fires it within the 15 minutes after each time.

every-so-often  rate(1 day)  UTC
  Thu 2027-04-01 08:00 UTC  in 19 h 59 min
  Fri 2027-04-02 08:00 UTC  in 1 d 19 h
  It counts from its start, 2027-04-01 08:00 UTC.
  Then never again: it ends at 2027-04-02 08:00 UTC.
`);
  });

  test("tells what is paused, has ended or never fires", async () => {
    expect(await pageOf("paused", "2027-01-01T00:00Z", 1)).toBe(`paused  0 12 1 * *  UTC
  in AWS: cron(0 12 1 * ? *)
  Thu 2027-07-01 12:00 UTC  in 181 d 12 h
  Paused: it has enabled: false, and does not fire. These are the times that it would have.
  It starts at 2027-06-15 00:00 UTC.
`);
    const page = await pageOf("over", "2028-01-01T00:00Z", 1);
    expect(page).toContain("in AWS: cron(0 12 * * ? *)\n  It ended at 2026-01-01 00:00 UTC.\n");
    expect(page).toContain("  Sat 2028-01-01 12:00 UTC  in 12 h\n  Then never again.\n");
    expect(page).toContain("  It never fires: 171 more of its times do not exist either.\n");
    expect(page).toContain("over  at(2020-01-01T00:00:00)  UTC\n  Its time has passed.\n");
  });

  test("--json tells programs", async () => {
    const { stdout } = await next(
      "nightly",
      "--from",
      "2027-03-28T01:00:00+01:00",
      "--json",
      "--count=1",
    );
    const change = { at: "2027-03-28T01:00:00.000Z", from: "2027-03-28T02:00:00" };
    expect(JSON.parse(stdout)).toEqual([
      {
        ...{ trigger: "nightly", kind: "cron", cron: "30 2 * * *" },
        ...{ expression: "cron(30 2 * * ? *)", timezone: "Europe/Berlin", enabled: true },
        from: "2027-03-28T00:00:00.000Z",
        times: [
          {
            ...{ fires: false, mark: "skipped", count: 1 },
            ...{ wall: "2027-03-28T02:30:00", last: "2027-03-28T02:30:00" },
            change: { ...change, to: "2027-03-28T03:00:00" },
          },
          {
            ...{ fires: true, time: "2027-03-29T00:30:00.000Z" },
            ...{ wall: "2027-03-29T02:30:00", offset: "+02:00" },
          },
        ],
        ...{ ends: false, notes: [] },
      },
    ]);
    const autumn = await next("nightly", "--from", "2027-10-31T00:00Z", "--json", "--count", "1");
    expect(JSON.parse(autumn.stdout)).toMatchObject([
      { times: [{ fires: true, mark: "repeated", time: "2027-10-31T00:30:00.000Z" }] },
    ]);
  });

  test("says so where there is no schedule", async () => {
    const page = await next("by-hand");
    expect(page).toEqual({
      code: 0,
      stdout: "by-hand has no schedule. What starts it: http.\n",
      stderr: "",
    });
    expect((await next("by-hand", "--json")).stdout).toBe("[]\n");
  });

  test.each([
    [
      ["nightli"],
      "There is no trigger nightli in the file. Did you mean nightly? There are: nightly",
    ],
    [["a b"], "can't be the name of a trigger"],
    [["nightly", "once"], "Name one trigger, or none for all."],
    [["--count", "0"], "--count 0: write a number from 1 to 9999."],
    [
      ["--from", "tomorrow"],
      "--from tomorrow: write an instant from 1970 to 2199 with Z or an offset",
    ],
    [["--from", "2027-03-27T00:00"], "with Z or an offset"],
    [["--from", "2027-02-30T00:00Z"], "--from 2027-02-30T00:00Z"],
    [["--from", "2027-02-20T25:00Z"], "--from 2027-02-20T25:00Z"],
    [["--from", "2200-01-01T00:00Z"], "--from 2200-01-01T00:00Z"],
  ])("%j can't be used", async (args, message) => {
    const { code, stdout, stderr } = await next(...args);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });

  test("the page fits into 100 columns", async () => {
    const { stdout } = await next("--from", "2027-03-28T00:30Z", "--count", "61");
    expect(stdout).toContain(
      "  Sun 2027-03-28 02:00-02:59  do not exist: clocks go from 02:00 to 03:00; EventBridge skips all 60\n",
    );
    expect(Math.max(...stdout.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(100);
  });
});
