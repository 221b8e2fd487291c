import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { importCase } from "./import-case.ts";

interface Case {
  readonly cron: string;
  readonly timezone?: string;
  readonly says?: readonly string[];
}

const cases: readonly Case[] = parse(
  readFileSync(new URL("./cases/differences.yaml", import.meta.url), "utf8"),
);

async function differencesOf(on: string) {
  const options = { repository: "acme/shop", ref: "main" };
  const { imported } = await importCase({ workflows: { "a.yml": on }, options }, undefined);
  return imported?.differences ?? [];
}

test.each(cases)("$cron $timezone", async ({ says = [], ...entry }) => {
  const found = await differencesOf(stringify({ on: { schedule: [entry] } }));
  const texts = found.map(({ message, mend }) => `${message} → ${mend}`);
  expect(texts).toEqual(says.map((part) => expect.stringContaining(part)));
  const place = ["a.yml:3", entry.cron, entry.timezone].filter((part) => part !== undefined);
  for (const { about } of found) expect(about.endsWith(place.join("  "))).toBe(true);
});

describe("a workflow that asks for its event", () => {
  const ask = (line: string) => `name: x\non:\n  schedule:\n    - cron: 0 5 * * *\n${line}\n`;

  test.each([
    "env: { A: \"${{ github.event_name == 'schedule' }}\" }",
    "env: { A: \"${{ github['event_name'] != 'schedule' }}\" }",
    "env: { A: \"${{ github.event_name == 'workflow_dispatch' }}\" }",
    'env: { A: "${{ github.event.schedule }}" }',
    "run-name: ${{ github.event.schedule || 'pushed' }}",
  ])("%s", async (line) => {
    const [found, ...more] = await differencesOf(ask(line));
    expect(found?.about).toMatch(/a\.yml:5$/);
    expect(found?.message).toContain("Line 5 of the workflow asks for the event");
    expect(found?.mend).toContain("inputs.source");
    expect(more).toEqual([]);
  });

  test.each([
    "# github.event_name == 'schedule'",
    "env: { A: \"${{ github.event_name == 'push' }}\" }",
    "env: { A: schedule }",
  ])("not: %s", async (line) => {
    expect(await differencesOf(ask(line))).toEqual([]);
  });
});

test("required inputs are named, with what they may be", async () => {
  const inputs = {
    environment: { type: "choice", options: ["staging", "production"], required: true },
    version: { required: true },
    note: { required: true, default: "none" },
  };
  const on = { workflow_dispatch: { inputs }, schedule: [{ cron: "0 5 * * *" }] };
  const [found] = await differencesOf(stringify({ on }));
  expect(found?.message).toContain("environment (one of staging, production), version (string).");
  expect(found?.mend).toContain("inputs of the trigger a");
});

describe("inputs with a default", () => {
  const inputs = {
    "dry-run": { type: "boolean", default: true },
    count: { type: "number", default: 0 },
    note: { default: "" },
    version: { required: true, default: "latest" },
  };
  const on = stringify({
    on: { workflow_dispatch: { inputs }, schedule: [{ cron: "0 5 * * *" }] },
  });
  const file = (rest: string) => `credentials: { default: { pat: x } }
defaults: { repository: acme/shop, ref: main }
triggers:
  nightly:
    on:
      schedule:
        - cron: 0 6 * * *
    workflow: a.yml
${rest}`;

  test.each([
    ["a new trigger", undefined, "dry-run (true), count (0), version (latest).", "trigger a."],
    ["an extended one", file(""), "dry-run (true), count (0), version (latest).", "nightly."],
    [
      "one that gives some",
      file("    inputs: { dry-run: false }\n    correlation-input: version\n"),
      "count (0).",
      "nightly.",
    ],
  ])("are named for %s", async (_, text, names, trigger) => {
    const options = { repository: "acme/shop", ref: "main" };
    const { imported } = await importCase({ workflows: { "a.yml": on }, options }, text);
    const [found, ...more] = imported?.differences ?? [];
    expect(found?.about).toMatch(/a\.yml:\d+$/);
    expect(found?.message).toContain(`fills in the defaults of inputs: ${names}`);
    expect(found?.mend).toContain(trigger);
    expect(more).toEqual([]);
  });

  test("are not where an expression gives all of them", async () => {
    const text = file("    inputs: ${{ fromJSON('{}') }}\n");
    const { imported } = await importCase({ workflows: { "a.yml": on } }, text);
    expect(imported?.results.flatMap(({ added }) => added)).toHaveLength(1);
    expect(imported?.differences).toEqual([]);
  });
});

test("two day fields are told where the trigger has one of them already", async () => {
  const on = stringify({ on: { schedule: [{ cron: "0 5 1-7 * 1" }] } });
  const schedule = '[{ cron: "0 5 * * 1" }]';
  const text = `credentials: { default: { pat: x } }
defaults: { repository: acme/shop, ref: main }
triggers:
  b: { on: { schedule: ${schedule} }, workflow: a.yml }
`;
  const { imported } = await importCase({ workflows: { "a.yml": on } }, text);
  const messages = imported?.differences.map(({ message }) => message);
  expect(messages).toEqual([expect.stringContaining("They have become two entries")]);
});
