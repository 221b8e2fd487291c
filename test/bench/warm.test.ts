import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { isMet, spreadOf } from "../../bench/benchmark.ts";
import { bundleModule } from "../../bench/candidates/bundle.ts";
import type { Candidate } from "../../bench/candidates/candidate.ts";
import { type Builder, createBuilder } from "../../bench/candidates/candidates.ts";
import { tenMessages } from "../../bench/candidates/events.ts";
import { withStandIns } from "../../bench/candidates/setting.ts";
import { buildSized } from "../../bench/growth/handlers.ts";
import type { Counts } from "../../bench/stand-ins/cloud.ts";
import { figuresOf, type WarmFigures, warmTable } from "../../bench/warm/figures.ts";
import type { Block } from "../../bench/warm/loop.ts";
import { resultsOf } from "../../bench/warm/results.ts";
import { type Subject, subjectsOf } from "../../bench/warm/subjects.ts";
import { startWarmProcess } from "../../bench/warm/warm-process.ts";

/** Processes are started, and bundles are built. */
const patience = 120_000;

/** What a candidate's blocks have asked of the stand-ins. */
function countsOf(
  choose: (builder: Builder) => Promise<Candidate>,
  blocks: readonly Partial<Block>[],
): Promise<Counts> {
  return withStandIns(async ({ standIns, folder }) => {
    const loop = await bundleModule("bench/warm/loop.ts", folder);
    const candidate = await choose(createBuilder(join(folder, "built"), standIns.plain));
    const { measure, close } = startWarmProcess(candidate, loop);
    try {
      const { event } = candidate;
      for (const block of blocks) await measure({ event, calls: 4, concurrency: 1, ...block });
      return await standIns.counts();
    } finally {
      await close();
    }
  });
}

const http = async (builder: Builder) => (await builder.ours()).http;
const queue = async (builder: Builder) => (await builder.ours()).queue;

test("each call is a delivery of its own", { timeout: patience }, async () => {
  const counts = await countsOf(http, [{ calls: 3 }, { calls: 20, concurrency: 10 }]);
  expect(counts).toMatchObject({ runs: 23, refused: 0 });
});

test("a batch is ten deliveries", { timeout: patience }, async () => {
  const counts = await countsOf(queue, [{ calls: 3, event: tenMessages }]);
  expect(counts).toMatchObject({ runs: 30, refused: 0 });
});

test.each<readonly [name: string, choose: (builder: Builder) => Promise<Candidate>, each: number]>([
  ["http", http, 3],
  ["queue", queue, 3],
  ["the floor with ledger", (builder) => builder.floorWithLedger(1000), 3],
  ["http, ledger off", async (builder) => (await builder.withoutLedger()).http, 0],
  ["queue, ledger off", async (builder) => (await builder.withoutLedger()).queue, 0],
  ["the floor", (builder) => builder.floor(), 0],
])(
  "a dispatch of %s makes its requests to the ledger",
  { timeout: patience },
  async (_, choose, each) => {
    const { runs, records } = await countsOf(choose, [{ calls: 5 }]);
    expect({ runs, records }).toEqual({ runs: 5, records: 5 * each });
  },
);

test("the floor's requests to the ledger have the size that is asked for", {
  timeout: patience,
}, async () => {
  const floor = (builder: Builder) => builder.floorWithLedger(1000);
  const { records, recordBytes } = await countsOf(floor, [{ calls: 5 }]);
  expect(Math.abs(recordBytes / records - 1000)).toBeLessThan(100);
});

test("dispatches that come at the same time ask the gate together", {
  timeout: patience,
}, async () => {
  const together = [{ calls: 3, event: tenMessages }];
  const [{ records }, floor] = [
    await countsOf(queue, together),
    await countsOf((builder) => builder.floorWithLedger(1000), [{ calls: 30, concurrency: 10 }]),
  ];
  expect(floor.records).toBe(3 * 30);
  // A claim and a record of each, and for each batch one gate at least.
  expect(records).toBeGreaterThanOrEqual(2 * 30 + 3);
  expect(records).toBeLessThan(3 * 30);
});

test("calls are for one trigger after another, where there are several", {
  timeout: patience,
}, async () => {
  await withStandIns(async ({ standIns, folder }) => {
    const sized = buildSized([2], { standIns, folder });
    const loop = await bundleModule("bench/warm/loop.ts", folder);
    for (const { candidate } of sized) {
      const { measure, close } = startWarmProcess(candidate, loop);
      const { event } = candidate;
      await measure({ event, calls: 2, concurrency: 1, triggers: 2 });
      // There is no third trigger.
      const three = measure({ event, calls: 3, concurrency: 1, triggers: 3 });
      await expect(three).rejects.toThrow("has failed");
      await close();
    }
    // Of each handler, those of two triggers twice.
    expect(await standIns.counts()).toMatchObject({ runs: 8 });
  });
});

test("a process that fails is no measurement", { timeout: patience }, async () => {
  const withoutToken = async (builder: Builder) => {
    const floor = await builder.floor();
    return { ...floor, environment: { ...floor.environment, TOKEN: "other" } };
  };
  await expect(countsOf(withoutToken, [{}])).rejects.toThrow("floor has failed: Error: 401");
});

test("figures are those of a dispatch, against the floors of the same round", () => {
  const [floor, floorWithLedger, own, off] = [
    "floor",
    "floor with ledger",
    "http",
    "http, ledger off",
  ]
    .map((name) => ({ name, file: "", event: "", environment: {} }))
    .flatMap((candidate) => subjectsOf([candidate]).filter(({ way }) => way === "sequential"));
  const measured = new Map([
    [floor as Subject, [took(400, 200, 0), took(800, 400, 0)]],
    [floorWithLedger as Subject, [took(1200, 400, 1200), took(1200, 800, 1200)]],
    [own as Subject, [took(1600, 440, 1000), took(1600, 880, 1000)]],
    [off as Subject, [took(400, 220, 0), took(840, 440, 0)]],
  ]);
  const figures = figuresOf(measured, "sequential");
  expect(figures[2]).toEqual({
    what: "http",
    time: spreadOf([4, 4]),
    timeOfFloor: spreadOf([4, 2]),
    timeOfFloorWithLedger: spreadOf([4 / 3, 4 / 3]),
    cpu: spreadOf([1.1, 2.2]),
    cpuOfFloor: spreadOf([2.2, 2.2]),
    cpuOfFloorWithLedger: spreadOf([1.1, 1.1]),
    records: spreadOf([2.5, 2.5]),
  });
  const rows = warmTable("handler", figures).rows.map(({ what, figures: row }) => [
    what,
    row.slice(-2),
  ]);
  expect(rows).toEqual([
    ["floor", [undefined, undefined]],
    ["floor with ledger", [spreadOf([1, 1]), spreadOf([3, 3])]],
    ["http", [spreadOf([1.1, 1.1]), spreadOf([2.5, 2.5])]],
    ["http, ledger off", [undefined, undefined]],
  ]);
});

describe("the goals", () => {
  const figures = (what: string, ratio: number): WarmFigures => {
    const [one, spread] = [spreadOf([1]), spreadOf([ratio])];
    const times = { time: one, timeOfFloor: spread, timeOfFloorWithLedger: spread };
    const cpus = { cpu: one, cpuOfFloor: spread, cpuOfFloorWithLedger: spread };
    return { what, ...times, ...cpus, records: one };
  };
  const all = (deployed: number, off: number) =>
    ["http", "queue"].flatMap((name) => [
      figures(name, deployed),
      figures(`${name}, ledger off`, off),
    ]);

  test("are about time and CPU, with the ledger and without, in both ways", () => {
    const { goals } = resultsOf(all(1.15, 1.1), all(1.15, 1.1));
    expect(goals).toHaveLength(2 * 2 * 4);
    expect(goals.filter((goal) => !isMet(goal))).toEqual([]);
  });

  test.each([
    [
      "with the ledger one after another",
      all(1.16, 1),
      all(1, 1),
      /one after another: (time|CPU), /,
    ],
    ["without it one after another", all(1, 1.11), all(1, 1), /one after another: .* ledger off/],
    ["with the ledger at the same time", all(1, 1), all(1.16, 1), /same time: (time|CPU), /],
    ["without it at the same time", all(1, 1), all(1, 1.11), /same time: .* ledger off/],
  ])("are missed by what takes longer %s", (_, sequential, concurrent, which) => {
    const missed = resultsOf(sequential, concurrent).goals.filter((goal) => !isMet(goal));
    expect(missed).toHaveLength(4);
    expect(missed.filter(({ what }) => !which.test(what))).toEqual([]);
  });
});

test("the queue's function is measured with batches, too, and nobody else", () => {
  const named = (name: string) => subjectsOf([{ name, file: "", event: "", environment: {} }]);
  const waysOf = (name: string) => named(name).map(({ what, way }) => `${way} ${what}`);
  expect(waysOf("http")).toEqual(["sequential http", "concurrent http"]);
  expect(waysOf("queue").at(-1)).toBe("concurrent queue, a batch of ten");
});

function took(time: number, cpu: number, records: number) {
  return { time, cpu, records };
}
