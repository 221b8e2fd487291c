import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { spreadOf } from "../../bench/benchmark.ts";
import { type Candidate, candidateOf } from "../../bench/candidates/candidate.ts";
import { createBuilder } from "../../bench/candidates/candidates.ts";
import { tokenCall } from "../../bench/candidates/events.ts";
import { inRounds, ratiosOf } from "../../bench/candidates/rounds.ts";
import { expectRuns, withStandIns } from "../../bench/candidates/setting.ts";
import { createColdProcesses } from "../../bench/cold/cold-process.ts";
import { figuresOf, ratioToBestPeer } from "../../bench/cold/figures.ts";
import type { StandIns } from "../../bench/stand-ins/start.ts";

/** Processes are started, and bundles are built. */
const patience = 120_000;

const over = ["plain", "tls"] as const;

test.for(over)(
  "all candidates make the one dispatch (%s)",
  { timeout: patience },
  async (way, { skip }) => {
    await withStandIns(async ({ standIns, folder }) => {
      const address = standIns[way];
      if (address === undefined)
        return skip("there is no openssl, and the benchmark leaves TLS out, too");
      const builder = createBuilder(join(folder, way), address);
      const candidates = [
        await builder.floor(),
        await builder.floorWithLedger(1000),
        ...Object.values(await builder.ours()),
        ...Object.values(await builder.withoutLedger()),
        ...(await builder.peers({ bundleAwsSdk: false })),
        ...(await builder.peers({ bundleAwsSdk: true })),
      ];
      const { start } = await createColdProcesses(folder);
      for (const [index, candidate] of candidates.entries()) {
        await start(candidate);
        await expectRuns(standIns, index + 1);
      }
    });
  },
);

describe("a cold process", { timeout: patience }, () => {
  /** A candidate of some files, of which the first has the handler. */
  function ownCandidate(
    files: Readonly<Record<string, string>>,
    folder: string,
    { plain }: StandIns,
  ): Candidate {
    const place = join(folder, "candidate");
    mkdirSync(place, { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(place, name), text);
    const file = join(place, Object.keys(files)[0] ?? "");
    return candidateOf({ name: "own", file, event: tokenCall }, plain);
  }

  const fetching = "await fetch(`${process.env.GITHUB_URL}/dispatches`, { method: 'POST' });";

  const modules = {
    "index.mjs": `import { readFileSync } from "node:fs"; import "./used.mjs";
      readFileSync(new URL("./read.json", import.meta.url)); readFileSync(new URL("./read.json", import.meta.url));
      export async function handler() {
        await import("./first.mjs"); ${fetching} await import("./late.mjs"); return { statusCode: 201 };
      }`,
    "used.mjs": "export const used = 1;",
    "first.mjs": "export const first = 'before the dispatch';",
    "read.json": '{ "read": "as data" }',
    "late.mjs": "export const late = 'after the dispatch, and not counted';",
    "unused.mjs": "export const unused = 'never';",
  };
  const scripts = {
    "index.js": `const http = require("node:http"); require("./used.js");
      exports.handler = () => new Promise((resolve) => {
        const url = process.env.GITHUB_URL + "/dispatches";
        http.request(url, { method: "POST" }, (answer) => {
          require("./late.js"); answer.resume(); resolve({ statusCode: 201 });
        }).end();
      });`,
    "used.js": "exports.used = 1;",
    "late.js": "exports.late = 'after the dispatch';",
  };

  test.each([
    ["ES modules and fetch", modules, ["index.mjs", "used.mjs", "first.mjs", "read.json"]],
    ["CommonJS modules and node:http", scripts, ["index.js", "used.js"]],
  ])("counts what is loaded before the dispatch: %s", async (_, files, loaded) => {
    await withStandIns(async ({ standIns, folder }) => {
      const own = ownCandidate(files, folder, standIns);
      const { countParsed } = await createColdProcesses(folder);
      const sizes = loaded.map((name) => statSync(join(folder, "candidate", name)).size);
      await expect(countParsed(own)).resolves.toBe(sizes.reduce((sum, size) => sum + size, 0));
    });
  });

  test.each([
    ["throws", "throw new Error('why');", /own ended with 1:\nError: why/],
    ["answers a failure", "return { statusCode: 500 };", /answered \{"statusCode":500\}/],
    ["leaves a message", "return { batchItemFailures: [{}] };", /answered \{"batchItemFailures"/],
    ["logs why", "console.error({ code: 'why' }); return {};", /last log is .*"code":"why"/],
  ])("is no measurement when the handler %s", async (_, body, complaint) => {
    await withStandIns(async ({ standIns, folder }) => {
      const handler = `export async function handler() { ${body} }`;
      const { start } = await createColdProcesses(folder);
      const started = start(ownCandidate({ "index.mjs": handler }, folder, standIns));
      await expect(started).rejects.toThrow(complaint);
    });
  });

  test("is no measurement without a dispatch", async () => {
    await withStandIns(async ({ standIns, folder }) => {
      const handler = "export async function handler() { return { statusCode: 201 }; }";
      const { start, countParsed } = await createColdProcesses(folder);
      const own = ownCandidate({ "index.mjs": handler }, folder, standIns);
      await expect(countParsed(own)).rejects.toThrow("own has sent no dispatch");
      await start(own);
      await expect(expectRuns(standIns, 1)).rejects.toThrow("1 dispatches made 0 runs");
    });
  });
});

test("rounds measure everybody in turn, and count all but the first", async () => {
  const calls: string[] = [];
  const measured = await inRounds(["a", "b", "c"], 2, async (subject) => calls.push(subject));
  expect(calls.join("")).toBe("abcbcacab");
  expect(Object.fromEntries(measured)).toEqual({ a: [6, 8], b: [4, 9], c: [5, 7] });
});

test("ratios are those of a round", () => {
  expect(ratiosOf([3, 10, 4], [1, 5, 4])).toEqual({ median: 2, min: 1, max: 3 });
});

test("a candidate is compared with the fastest of its peers, round by round", () => {
  const floor = [10, 20, 10].map(started);
  const about = (what: string, isPeer: boolean) => ({ what, isPeer, parsed: 2500 });
  const own = figuresOf(about("http", false), [12, 22, 14].map(started), floor);
  const fast = figuresOf(about("fast", true), [24, 22, 20].map(started), floor);
  const slow = figuresOf(about("slow", true), [90, 12, 90].map(started), floor);
  expect(own).toMatchObject({
    first: spreadOf([12, 14, 22]),
    ofFloor: spreadOf([1.1, 1.2, 1.4]),
    init: spreadOf([1, 1, 1]),
    parsed: 2.5,
    memory: spreadOf([5, 5, 5]),
  });
  expect(ratioToBestPeer(own, [own, slow, fast])).toBeCloseTo(0.7);
});

function started(first: number) {
  return { first, init: 1, memory: 5_000_000 };
}
