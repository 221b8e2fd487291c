import { expect, test } from "vitest";
import { green, type Line, red, yellow } from "../../../local/doctor/line.ts";
import { doctorJson, doctorPage } from "../../../local/doctor/page.ts";

const lines: readonly Line[] = [
  green("file", "triggers.yaml"),
  yellow("dead letters", "3", "npm run redrive."),
  red("clock", `off\u001b[31m ${"by much ".repeat(20)}`, "Set it."),
];

test("each state has its word, and the mend a line of its own", () => {
  const [first, second, mend, ...rest] = doctorPage(lines, false).split("\n");
  expect([first, second, mend]).toEqual([
    "● ok       file          triggers.yaml",
    "● warning  dead letters  3",
    "    → npm run redrive.",
  ]);
  expect(rest[0]).toMatch(/^● problem {2}clock {9}off \[31m by much/);
  expect(rest.slice(-3)).toEqual(["    → Set it.", "", "1 ok, 1 warning, 1 problem."]);
});

test("the page fits into 100 columns, and holds nothing that a terminal obeys", () => {
  const page = doctorPage(lines, false);
  expect(Math.max(...page.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(100);
  expect(page.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
  expect(page.replaceAll(/\s+/g, " ")).toContain("by much ".repeat(20).trim());
});

test("the marks have the colours of the states, where there are colours", () => {
  const colours = ["32", "33", "31"].map((colour) => `\u001b[${colour}m●\u001b[39m`);
  const page = doctorPage(lines, true);
  expect(colours.map((mark) => page.split(mark).length - 1)).toEqual([1, 1, 1]);
});

test("nothing to tell is told, too", () => {
  expect(doctorPage([], false)).toBe("\n0 ok, 0 warnings, 0 problems.");
});

test("programs get the states by their colours", () => {
  expect(JSON.parse(doctorJson(lines.slice(0, 2)))).toEqual([
    { state: "green", about: "file", found: "triggers.yaml" },
    { state: "yellow", about: "dead letters", found: "3", mend: "npm run redrive." },
  ]);
});

test("of many names the page shows ten, and programs get all", () => {
  const names = Array.from({ length: 3000 }, (_, index) => `trigger-${index}`);
  const line = yellow("drift", "not deployed", "npm run deploy.", names);
  const page = doctorPage([line], false).replaceAll(/\s+/g, " ");
  expect(page).toContain("not deployed: trigger-0; trigger-1; ");
  expect(page).toContain("; trigger-9; and 2,990 more → npm run deploy.");
  const found = `not deployed: ${names.join("; ")}`;
  expect(JSON.parse(doctorJson([line]))).toEqual([
    { state: "yellow", about: "drift", found, mend: "npm run deploy." },
  ]);
  const ten = doctorPage([yellow("drift", "it", "m", names.slice(0, 10))], false);
  expect(ten.replaceAll(/\s+/g, " ")).toContain("; trigger-9 →");
});
