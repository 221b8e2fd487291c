import { expect, test } from "vitest";
import type { Figure, Results, Unit } from "../../../bench/benchmark.ts";
import { figureText, verdictText } from "../../../bench/report/figures.ts";
import { thisMachine } from "../../../bench/report/machine.ts";
import { benchmarksPage } from "../../../bench/report/markdown.ts";
import { readmeWith } from "../../../bench/report/readme.ts";
import { missedText, resultsText } from "../../../bench/report/terminal.ts";
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

test("the README gets the first goal of each benchmark and what schedules cost, and keeps the rest", () => {
  const readme = "before\n<!-- benchmarks -->\nold\n<!-- /benchmarks -->\nafter\n";
  const bill: Results = {
    tables: [
      {
        of: "",
        columns: [
          { name: "10 a month", unit: "USD" },
          { name: "99 a month", unit: "USD" },
        ],
        rows: [{ what: "schedule", figures: [0.5, 2] }],
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
| measured | found | aim: at most |  |
|---|---:|---:|---:|
| Cold start: http, to the floor | 1.23 | 1.35 | met |

What AWS bills a month for dispatches by schedule: $0.50 for 10 a month, $2.00 for 99 a month.
<!-- /benchmarks -->
after
`);
  expect(readmeWith(written, sections)).toBe(written);
  expect(() => readmeWith("no place", [])).toThrow(/no place for the benchmarks/);
});

test("the machine names neither its host nor any path", () => {
  expect(Object.values(thisMachine()).join(" ")).not.toMatch(/\/|\\/);
});
