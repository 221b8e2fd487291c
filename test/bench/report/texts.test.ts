import { describe, expect, test } from "vitest";
import { BenchmarkNeeded, type Figure, type Results, type Unit } from "../../../bench/benchmark.ts";
import { figureText, verdictText } from "../../../bench/report/figures.ts";
import { thisMachine } from "../../../bench/report/machine.ts";
import { benchmarksPage } from "../../../bench/report/markdown.ts";
import { readmeWith } from "../../../bench/report/readme.ts";
import { failureText, missedText, resultsText } from "../../../bench/report/terminal.ts";
import { benchmark, machine, results, spread } from "./sample.ts";

test.each<[Figure | undefined, Unit, string]>([
  [spread, "ms", "12.3 ms (11.9 to 13.0)"],
  [{ median: 1.21, min: 1.18, max: 1.27 }, "times", "1.21 (1.18 to 1.27)"],
  [{ median: 2135.4, min: 999.5, max: 3000 }, "ms", "2,135 ms (1,000 to 3,000)"],
  [{ median: 3, min: 2, max: 4 }, "ms", "3.00 ms (2.00 to 4.00)"],
  [10_000, "", "10,000"],
  [0, "", "0"],
  [2000, "ms", "2,000 ms"],
  [1, "times", "1"],
  [1.5, "times", "1.50"],
  [14.53, "%", "14.5 %"],
  [4.1, "USD", "$4.10"],
  [1234.5, "USD", "$1,234.50"],
  [0.0022, "USD", "$0.0022"],
  [0, "USD", "$0.00"],
  [undefined, "ms", ""],
])("%j in %j is %j", (figure, unit, text) => {
  expect(figureText(figure, unit)).toBe(text);
});

test("a goal is met or missed, in words", () => {
  expect(results.goals.map(verdictText)).toEqual([
    "met: 1.23, at most 1.35",
    "missed: 151 KB, at most 150 KB",
  ]);
});

test.each<[Unit, found: number, atMost: number, string]>([
  ["times", 1.3501, 1.35, "missed: 1.3501, at most 1.3500"],
  ["times", 1.354, 1.35, "missed: 1.354, at most 1.350"],
  ["times", 1.004, 1, "missed: 1.004, at most 1.000"],
  ["KB", 150.4, 150, "missed: 150.4 KB, at most 150.0 KB"],
  ["ms", 2000.04, 2000, "missed: 2,000.04 ms, at most 2,000.00 ms"],
  ["", 1, 0, "missed: 1, at most 0"],
  ["times", 1.349, 1.35, "met: 1.35, at most 1.35"],
  ["times", Number.NaN, 1.35, "missed: NaN, at most 1.35"],
])("a goal in %j that is %d of %d is %j", (unit, found, atMost, text) => {
  expect(verdictText({ what: "", unit, found, atMost })).toBe(text);
});

test("a terminal gets aligned tables and the goals", () => {
  expect(resultsText(results)).toBe(
    `handler       time                    to the floor
floor | bare  10 ms
http          12.3 ms (11.9 to 13.0)  1.23 (1.18 to 1.30)

http, to the floor: met: 1.23, at most 1.35
bytes parsed: missed: 151 KB, at most 150 KB`,
  );
});

test("the goals that are missed are named", () => {
  const met = { ...results, goals: results.goals.slice(0, 1) };
  expect(missedText(new Map([["cold", results]]))).toBe(
    "Missed are 1 of 2 goals: cold: bytes parsed.",
  );
  expect(missedText(new Map([["cold", met]]))).toBe("All goals are met.");
  expect(missedText(new Map())).toBe("There was no goal.");
});

test("a failure is told with its place, unless another benchmark is all that is missing", () => {
  expect(failureText(new BenchmarkNeeded("run it"))).toBe("run it");
  expect(failureText(new Error("why"))).toMatch(/^Error: why\n +at /);
});

test("the page has the machine, the date, and each benchmark with its chart, tables and goals", () => {
  const section = { benchmark, results, image: "benchmarks-cold.svg" };
  const page = benchmarksPage({ date: "2026-11-23T10:00:00.000Z", machine }, [section]);
  expect(page.slice(page.indexOf("| the machine"))).toBe(
    `| the machine | |
|---|---|
| processor | A, 2 cores |
| memory | 8 GB |
| system | Linux 6.1, Node.js 24.0.0 |
| date | 2026-11-23 |

## Cold start

What it is.

![Cold start](benchmarks-cold.svg)

| handler | time | to the floor |
|---|---:|---:|
| floor \\| bare | 10 ms |  |
| http | 12.3 ms (11.9 to 13.0) | 1.23 (1.18 to 1.30) |

| goal | found | at most |  |
|---|---:|---:|---:|
| http, to the floor | 1.23 | 1.35 | met |
| bytes parsed | 151 KB | 150 KB | missed |

Again: \`npm run bench -- cold\`
`,
  );
});

describe("the README", () => {
  const readme = "before\n<!-- benchmarks -->\nold\n<!-- /benchmarks -->\nafter\n";
  const linesFor = (...goals: Results["goals"]) =>
    readmeWith(readme, [{ benchmark, results: { ...results, goals } }]).split("\n");
  const goalOf = (what: string, found: number, atMost: number) =>
    ({ what, unit: "times", found, atMost }) as const;

  test("gets the closest goal of each benchmark and what schedules cost, and keeps the rest", () => {
    const bill: Results = {
      tables: [
        {
          of: "bill",
          columns: [
            { name: "10 a month", unit: "USD" },
            { name: "99 a month", unit: "USD" },
          ],
          rows: [
            { what: "schedule", figures: [0.5, 2] },
            { what: "schedule, by another", figures: [0.25, 1] },
            { what: "call", figures: [1, 4] },
          ],
        },
      ],
      goals: [],
      charts: [],
    };
    const money = { benchmark: { name: "money", title: "Bill", about: "" }, results: bill };
    const sections = [{ benchmark, results }, money];
    const written = readmeWith(readme, sections);
    expect(written).toBe(`before
<!-- benchmarks -->
| benchmark, and its goal that came closest | found | at most |  | goals met |
|---|---:|---:|---:|---:|
| **Cold start**<br>bytes parsed | 151 KB | 150 KB | missed | 1 of 2 |

And what AWS bills for dispatches by schedule, beside an EventBridge API destination, which does less:

| bill | 10 a month | 99 a month |
|---|---:|---:|
| schedule | $0.50 | $2.00 |
| schedule, by another | $0.25 | $1.00 |
<!-- /benchmarks -->
after
`);
    expect(readmeWith(written, sections)).toBe(written);
    expect(() => readmeWith("no place", [])).toThrow(/no place for the benchmarks/);
  });

  test.each([
    ["the largest part of its limit", [goalOf("a", 1, 1.35), goalOf("b", 9, 10)], "b"],
    ["a miss", [goalOf("a", 10, 10), goalOf("b", 1.36, 1.35)], "b"],
    ["a miss where nothing is allowed", [goalOf("a", 20, 10), goalOf("b", 1, 0)], "b"],
    ["nothing found where nothing is allowed last", [goalOf("a", 0, 0), goalOf("b", 1, 10)], "b"],
    ["what is no number", [goalOf("a", 1, 10), goalOf("b", Number.NaN, 10)], "b"],
  ])("takes for closest %s", (_, goals, closest) => {
    expect(linesFor(...goals)[4]).toContain(`<br>${closest} |`);
  });
});

test("the machine names neither its host nor any path", () => {
  expect(Object.values(thisMachine()).join(" ")).not.toMatch(/\/|\\/);
});
