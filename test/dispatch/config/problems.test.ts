import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { readConfig } from "../../../dispatch/config.ts";
import { formatPath, formatProblems } from "../../../dispatch/problem.ts";

interface Expected {
  readonly at: string;
  readonly path: string;
  readonly message?: string;
  readonly found?: string;
  readonly allowed?: string;
  readonly mend?: string;
}

interface Case {
  readonly name: string;
  readonly file?: string;
  readonly triggers?: string;
  readonly problems: readonly Expected[];
}

const cases: readonly Case[] = parse(
  readFileSync(new URL("cases/problems.yaml", import.meta.url), "utf8"),
);

test.each(cases)("$name", ({ file, triggers, problems: expected }) => {
  const { problems = [] } = readConfig(file ?? withTriggers(triggers ?? ""));
  const places = problems.map(({ line, column, path }) => `${line}:${column} ${formatPath(path)}`);
  expect(places).toEqual(expected.map(({ at, path }) => `${at} ${path}`));
  expect(JSON.stringify(problems)).not.toMatch(/_abcdef|my secret!/);
  for (const [index, { message, found, allowed, mend }] of expected.entries()) {
    const problem = problems[index];
    expect(problem?.message).toContain(message ?? "");
    expect(problem?.found ?? "").toContain(found ?? "");
    expect(problem?.allowed ?? "").toContain(allowed ?? "");
    expect(problem?.mend).toContain(mend ?? "");
  }
});

test("problems are printed with all there is to say, and with the place an editor jumps to", () => {
  const { problems = [] } = readConfig(withTriggers("a: { on: {}, workflow: a.yml }"));
  expect(formatProblems("triggers.yaml", problems)).toBe(`triggers.yaml: 1 problem

triggers.yaml:4:12  triggers.a.on
  Nothing starts this trigger.
  allowed: any mix of schedule, http and event
  mend:    Add at least one of them.`);
});

test.each([
  ["25 inputs", 25, 1, 0],
  ["26 inputs", 26, 1, 1],
  ["65,535 characters", 1, 65_535 - '{"i0":""}'.length, 0],
  ["65,536 characters", 1, 65_536 - '{"i0":""}'.length, 1],
])("%s", (_, count, length, problemCount) => {
  const inputs = Array.from({ length: count }, (_, index) => [`i${index}`, "x".repeat(length)]);
  const trigger = {
    on: { http: { path: "/a" } },
    workflow: "a.yml",
    inputs: Object.fromEntries(inputs),
  };
  const { problems = [] } = readConfig(withTriggers(`a: ${JSON.stringify(trigger)}`));
  expect(problems.map(({ message }) => message)).toHaveLength(problemCount);
  if (problemCount > 0) expect(problems[0]?.message).toMatch(/than GitHub takes/);
});

function withTriggers(triggers: string): string {
  const indented = triggers.replaceAll(/^(?=.)/gm, "  ");
  return `credentials: { default: { pat: x } }\ndefaults: { repository: a/b, ref: main }\ntriggers:\n${indented}`;
}
