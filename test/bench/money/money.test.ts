import { describe, expect, test } from "vitest";
import { BenchmarkNeeded, type Results } from "../../../bench/benchmark.ts";
import { billsFor } from "../../../bench/money/bills.ts";
import { durationsIn, recordedSources } from "../../../bench/money/durations.ts";
import { money } from "../../../bench/money/money.ts";
import { resultsOf } from "../../../bench/money/tables.ts";

describe("the benchmark's text and tables", () => {
  const durations = { coldMilliseconds: 200, warmMilliseconds: 5 };

  test("agree with what is reckoned", () => {
    expect(money.about).toMatch(/take 28 credentials/);
    expect(money.about).toMatch(/count\n3\.5 times/);
  });

  test("have a row for each source, and one for the API destination", async () => {
    const both = { http: durations, queue: durations };
    const { tables, charts } = resultsOf(await billsFor(both), both);
    expect(tables[0]?.rows).toHaveLength(8);
    // The README takes these two.
    const [ours, theirs] = tables[0]?.rows.map(({ what }) => what) ?? [];
    expect([ours, theirs]).toEqual(["schedule", "schedule, by an API destination"]);
    const labels = charts.flatMap(({ bars }) => bars.map(({ label }) => label));
    expect(labels).toHaveLength(8);
    expect(new Set(labels).size).toBe(8);
    const figures = tables.flatMap(({ rows }) => rows.flatMap((row) => row.figures));
    expect(figures.filter((figure) => figure !== undefined && !(Number(figure) >= 0))).toEqual([]);
  });
});

describe("durations", () => {
  const resultsWith = (column: string, http: number, queue: number): Results => ({
    tables: [
      {
        of: "function",
        columns: [
          { name: column, unit: "KB" },
          { name: column, unit: "ms" },
        ],
        rows: [
          { what: "http", figures: [1, http] },
          { what: "queue", figures: [1, { median: queue, min: 0, max: 900 }] },
        ],
      },
    ],
    goals: [],
    charts: [],
  });
  const cold = resultsWith("first dispatch", 200, 210);
  const warm = resultsWith("time", 4, 5);

  test("are those of this run, and else the recorded ones", () => {
    const recorded = new Map([
      ["cold", resultsWith("first dispatch", 1, 1)],
      ["warm", warm],
    ]);
    expect(durationsIn(new Map([["cold", cold]]), () => recorded)).toEqual({
      http: { coldMilliseconds: 200, warmMilliseconds: 4 },
      queue: { coldMilliseconds: 210, warmMilliseconds: 5 },
    });
  });

  test("are asked for where there are none", () => {
    const without = () => durationsIn(new Map([["cold", cold]]), () => new Map());
    expect(without).toThrow(BenchmarkNeeded);
    expect(without).toThrow(
      /needs the times of the benchmark warm.*npm run bench -- cold warm money/,
    );
  });

  test("are told to be recorded ones where they are", () => {
    expect(recordedSources(new Map([["cold", cold]]))).toEqual(["warm"]);
    const both = new Map([
      ["cold", cold],
      ["warm", warm],
    ]);
    expect(recordedSources(both)).toEqual([]);
  });

  test("are not read from a record where this run has them", () => {
    const previous = new Map([
      ["cold", cold],
      ["warm", warm],
    ]);
    const unreadable = () => {
      throw new Error("unreadable");
    };
    expect(durationsIn(previous, unreadable).queue.warmMilliseconds).toBe(5);
  });

  test("are not guessed from other tables", () => {
    const renamed = new Map([
      ["cold", cold],
      ["warm", resultsWith("duration", 4, 5)],
    ]);
    expect(() => durationsIn(renamed, () => new Map())).toThrow(
      /no milliseconds in a column "time"/,
    );
  });
});
