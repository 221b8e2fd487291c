import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { APIGatewayProxyEventV2, SQSEvent } from "aws-lambda";
import { describe, expect, test } from "vitest";
import { isMet, spreadOf } from "../../bench/benchmark.ts";
import { candidateOf } from "../../bench/candidates/candidate.ts";
import { tokenCall } from "../../bench/candidates/events.ts";
import { expectRuns, withStandIns } from "../../bench/candidates/setting.ts";
import { estimate } from "../../bench/memory/estimate.ts";
import {
  contents,
  largeOrder,
  largestBatch,
  largestCall,
  mostOfEvent,
  mostOfMessage,
} from "../../bench/memory/large.ts";
import type { Life } from "../../bench/memory/life.ts";
import { createLives, heapOptions } from "../../bench/memory/life-process.ts";
import { largeLoads, named, sizes } from "../../bench/memory/peaks.ts";
import { resultsOf } from "../../bench/memory/results.ts";
import { deployed } from "../../bench/money/deployed.ts";
import { prices } from "../../bench/money/prices.ts";
import { startStandIns } from "../../bench/stand-ins/start.ts";
import { inputLimits } from "../../dispatch/inputs.ts";

/** Processes are started, and bundles are built. */
const patience = 120_000;

const kinds = Object.keys(contents) as readonly (keyof typeof contents)[];

describe.each(kinds)("the largest deliveries, %s content", (content) => {
  test("are a batch of ten messages with no room for more", () => {
    const batch = largestBatch(content);
    const { Records: records } = JSON.parse(batch) as SQSEvent;
    expect(records).toHaveLength(10);
    expect(new Set(records.map(({ messageId }) => messageId)).size).toBe(10);
    expect(Math.max(...records.map(({ body }) => body.length))).toBeLessThan(mostOfMessage);
    // The ids of ten deliveries become longer than what stands for them.
    expect(Buffer.byteLength(batch)).toBeLessThanOrEqual(mostOfEvent);
    expect(Buffer.byteLength(batch)).toBeGreaterThan(mostOfEvent - 1000);
  });

  test("are a call whose body has no room for more", () => {
    const { body = "" } = JSON.parse(largestCall(content)) as APIGatewayProxyEventV2;
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(mostOfMessage);
    expect(Buffer.byteLength(body)).toBeGreaterThan(mostOfMessage - 100);
  });
});

test("the inputs are nearly as large as GitHub takes", () => {
  const { length } = JSON.stringify(largeOrder.dispatch.inputs);
  expect(length).toBeLessThanOrEqual(inputLimits.characters);
  expect(length).toBeGreaterThan(inputLimits.characters - 1000);
});

test("the functions dispatch the largest deliveries", { timeout: patience }, async () => {
  await withStandIns(async ({ folder }) => {
    const place = join(folder, "large");
    mkdirSync(place);
    const standIns = await startStandIns(largeOrder, place);
    try {
      const liveThrough = await createLives(folder);
      let runs = 0;
      for (const { candidate, dispatches } of largeLoads(join(place, "built"), standIns.plain)) {
        await liveThrough(candidate, { calls: 1, megabytes: deployed.memoryMegabytes });
        runs += dispatches;
      }
      expect(runs).toBe(22);
      await expectRuns(standIns, runs);
    } finally {
      await standIns.close();
    }
  });
});

describe("a process's life", { timeout: patience }, () => {
  /** What becomes of a handler with a body. */
  function lifeOf(body: string, calls = 1, megabytes = 512): Promise<Life | undefined> {
    return withStandIns(async ({ standIns, folder }) => {
      const file = join(folder, "index.mjs");
      writeFileSync(file, `let calls = 0; export async function handler() { ${body} }`);
      const own = candidateOf({ name: "own", file, event: tokenCall }, standIns.plain);
      return (await createLives(folder))(own, { calls, megabytes });
    });
  }

  const success = "return { statusCode: 201 };";
  const megabyte = 2 ** 20;

  test("has the most memory that there was, and of no other process", async () => {
    const ofThisProcess = Buffer.alloc(300 * megabyte, 1);
    const little = await lifeOf(success);
    const much = await lifeOf(
      `calls += 1; if (calls === 2) Buffer.alloc(200 * ${megabyte}, 1); ${success}`,
      3,
    );
    expect(ofThisProcess.at(-1)).toBe(1);
    expect(little?.peak).toBeLessThan(200 * megabyte);
    expect(much?.peak).toBeGreaterThan(200 * megabyte + (little?.peak ?? 0) / 2);
  });

  test("has the CPU of the start and of the first call", async () => {
    const spin = (milliseconds: number) =>
      `const end = process.cpuUsage().user + ${milliseconds} * 1000; while (process.cpuUsage().user < end);`;
    const life = await lifeOf(`calls += 1; if (calls === 1) { ${spin(300)} } ${success}`, 2);
    expect(life?.firstCpu).toBeGreaterThanOrEqual(300);
    expect(life?.initCpu).toBeGreaterThan(0);
  });

  test("has nothing to tell when the memory was not enough", async () => {
    const hoard = "const all = []; for (;;) all.push({ number: all.length });";
    await expect(lifeOf(hoard, 1, 128)).resolves.toBeUndefined();
  });

  test("is no measurement when the handler fails", async () => {
    await expect(lifeOf("throw new Error('why');")).rejects.toThrow(
      /own ended without a report:\nError: why/,
    );
  });
});

test("V8 gets the limits that Lambda sets", () => {
  expect(heapOptions(512)).toEqual(["--max-semi-space-size=25", "--max-old-space-size=461"]);
  expect(heapOptions(128)).toEqual(["--max-semi-space-size=6", "--max-old-space-size=116"]);
});

describe("what is reckoned", () => {
  const cpu = { init: 100, firstDispatch: 20, warmDispatch: 2 };

  test("slows down all but the init phase, and waits as long whatever the memory", () => {
    // A quarter of a processor: 610 ms and 310 ms are waited.
    const { cold, coldAtMost, warm } = estimate(cpu, 1769 / 4);
    expect([cold, coldAtMost, warm]).toEqual([100 + 80 + 610, 400 + 80 + 610, 8 + 310]);
  });

  test("is no faster with more than a processor, and costs more", () => {
    const [one, two] = [estimate(cpu, 1769), estimate(cpu, 2 * 1769)];
    expect(two.warm).toBe(one.warm);
    expect(two.warmMillion).toBeGreaterThan(one.warmMillion * 1.9);
  });

  test("costs what Lambda asks for requests and for time", () => {
    const { coldMillion, warmMillion } = estimate(cpu, 2048);
    const second = 2 * prices["lambda-gb-second"].usd * 1_000_000;
    expect(warmMillion).toBeCloseTo(0.2 + 0.312 * second, 6);
    expect(coldMillion).toBeCloseTo(0.2 + 0.73 * second, 6);
  });
});

describe("the goals", () => {
  const measured = {
    init: spreadOf([1]),
    firstDispatch: spreadOf([1]),
    warmDispatch: spreadOf([1]),
  };
  const cpu = { http: measured, queue: measured };
  const goalsWith = (...batch: readonly (number | undefined)[]) => {
    const peaks = [
      { what: named.batch, peaks: batch },
      { what: named.costlyBody, peaks: [1, 1, 1] },
    ];
    return resultsOf(peaks, cpu).goals.map(isMet);
  };

  test("are about the memory size that is deployed", () => {
    expect(sizes).toContain(deployed.memoryMegabytes);
    expect(goalsWith(900, 256, 900)).toEqual([true, true]);
    expect(goalsWith(1, 257, 1)).toEqual([false, true]);
  });

  test("are missed by what needs more than there is", () => {
    expect(goalsWith(undefined, undefined, 900)).toEqual([false, true]);
  });
});
