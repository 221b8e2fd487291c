import { describe, expect, test } from "vitest";
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

  test.each([
    ["beside the run", (text: string) => text.replace(/\n}\n$/, ',\n  "faster": true\n}\n')],
    ["under a name that is there", (text: string) => text.replace("{", '{ "digest": "",')],
    ["as another layout", (text: string) => JSON.stringify(JSON.parse(text))],
  ])("is refused when something was added %s", (_, change) => {
    const text = writeRun(run);
    const changed = change(text);
    expect(JSON.parse(changed)).toMatchObject(JSON.parse(text));
    expect(() => readRun(changed)).toThrow(/not as it was written/);
  });

  test("takes no figure that JSON would lose", () => {
    const [table] = results.tables;
    const rows = [{ what: "http", figures: [Number.NaN, undefined] }];
    const broken = { ...results, tables: [{ of: "", columns: table?.columns ?? [], rows }] };
    const benchmarks = [{ name: "cold", results: broken }];
    expect(() => writeRun({ ...run, benchmarks })).toThrow(/cold has found NaN/);
  });
});
