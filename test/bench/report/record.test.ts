import { describe, expect, test } from "vitest";
import { readableJson } from "../../../bench/report/json.ts";
import { readRun, writeRun } from "../../../bench/report/record.ts";
import { machine, results } from "./sample.ts";

describe("a recorded run", () => {
  const run = {
    date: "2026-11-23T10:00:00.000Z",
    machine,
    benchmarks: [{ name: "cold", results }],
  };

  test("is read as it was written, with the figures that are not there", () => {
    expect(readRun(writeRun(run))).toEqual(run);
  });

  test.each([
    ["a figure", "12.34", "12.33"],
    ["a goal", "1.35", "1.4"],
    ["the machine", '"A"', '"B"'],
    ["the date", "2026-11-23", "2026-11-24"],
  ])("is refused when %s was changed by hand", (_, from, to) => {
    const text = writeRun(run);
    expect(text).toContain(from);
    expect(() => readRun(text.replace(from, to))).toThrow(/not those that were measured/);
  });

  test("takes no figure that JSON would lose", () => {
    const [table] = results.tables;
    const rows = [{ what: "http", figures: [Number.NaN, undefined] }];
    const broken = { ...results, tables: [{ of: "", columns: table?.columns ?? [], rows }] };
    const benchmarks = [{ name: "cold", results: broken }];
    expect(() => writeRun({ ...run, benchmarks })).toThrow(/cold has found NaN/);
  });
});

test.each<[string, unknown, string]>([
  ["a short list", { a: [1, null, "x"] }, '{ "a": [1, null, "x"] }'],
  ["nothing", [{}, []], "[{}, []]"],
  ["what is undefined", { a: undefined, b: [undefined] }, '{ "b": [null] }'],
  [
    "a long list",
    ["x".repeat(60), "y".repeat(60)],
    `[\n  "${"x".repeat(60)}",\n  "${"y".repeat(60)}"\n]`,
  ],
  [
    "numbers",
    Array.from({ length: 30 }, () => 12.5),
    `[\n  ${"12.5, ".repeat(16).trim()}\n  ${"12.5, ".repeat(14).trim().slice(0, -1)}\n]`,
  ],
])("JSON of %s", (_, value, text) => {
  expect(readableJson(value)).toBe(text);
});
