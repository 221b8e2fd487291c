import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { readConfig } from "../../../dispatch/config.ts";

interface Case {
  readonly name: string;
  readonly file: string;
  /** What the config has, as far as the case is about it. */
  readonly config: object;
  /** Keys that its credentials and triggers don't have, by name. */
  readonly without?: Readonly<
    Record<"credentials" | "triggers", Readonly<Record<string, readonly string[]>>>
  >;
}

const cases: readonly Case[] = parse(
  readFileSync(new URL("cases/configs.yaml", import.meta.url), "utf8"),
);

test.each(cases)("$name", ({ file, config: expected, without }) => {
  const { config, problems } = readConfig(file);
  expect(problems).toBeUndefined();
  expect(config).toMatchObject(expected);
  for (const section of ["credentials", "triggers"] as const) {
    for (const [name, keys] of Object.entries(without?.[section] ?? {})) {
      const present = Object.keys(config?.[section][name] ?? {});
      expect(present.filter((key) => keys.includes(key))).toEqual([]);
    }
  }
});

test.each(cases)("$name: it survives as JSON, which is how it is deployed", ({ file }) => {
  const { config } = readConfig(file);
  expect(JSON.parse(JSON.stringify(config))).toEqual(config);
});
