import { join } from "node:path";
import { expect, test } from "vitest";
import { spreadOf } from "../../bench/benchmark.ts";
import { bundleModule } from "../../bench/candidates/bundle.ts";
import { type Builder, type Candidate, createBuilder } from "../../bench/candidates/candidates.ts";
import { tenMessages } from "../../bench/candidates/events.ts";
import { withStandIns } from "../../bench/candidates/setting.ts";
import type { Counts } from "../../bench/stand-ins/cloud.ts";
import { figuresOf, warmTable } from "../../bench/warm/figures.ts";
import type { Block } from "../../bench/warm/loop.ts";
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
    [floor as Subject, [took(400, 200), took(800, 400)]],
    [floorWithLedger as Subject, [took(1200, 400), took(1200, 800)]],
    [own as Subject, [took(1600, 440), took(1600, 880)]],
    [off as Subject, [took(400, 220), took(840, 440)]],
  ]);
  const figures = figuresOf(measured, "sequential");
  expect(figures[2]).toEqual({
    what: "http",
    time: spreadOf([4, 4]),
    timeOfFloor: spreadOf([4, 2]),
    cpu: spreadOf([1.1, 2.2]),
    cpuOfFloor: spreadOf([2.2, 2.2]),
    cpuOfFloorWithLedger: spreadOf([1.1, 1.1]),
  });
  const rows = warmTable("handler", figures).rows.map(({ what, figures: row }) => [
    what,
    row.at(-1),
  ]);
  expect(rows).toEqual([
    ["floor", undefined],
    ["floor with ledger", spreadOf([1, 1])],
    ["http", spreadOf([1.1, 1.1])],
    ["http, ledger off", undefined],
  ]);
});

test("the queue's function is measured with batches, too, and nobody else", () => {
  const named = (name: string) => subjectsOf([{ name, file: "", event: "", environment: {} }]);
  const waysOf = (name: string) => named(name).map(({ what, way }) => `${way} ${what}`);
  expect(waysOf("http")).toEqual(["sequential http", "concurrent http"]);
  expect(waysOf("queue").at(-1)).toBe("concurrent queue, a batch of ten");
});

function took(time: number, cpu: number) {
  return { time, cpu };
}
