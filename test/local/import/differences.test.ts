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
