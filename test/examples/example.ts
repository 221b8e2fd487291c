import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import type { Config } from "../../dispatch/config.ts";
import { readConfigFile } from "../../dispatch/config-file.ts";

/** The project's root folder. */
export const root = fileURLToPath(new URL("../../", import.meta.url));

/** A triggers.yaml with its workflows, and samples of what starts them. */
export interface Example {
  readonly name: string;
  /** The folder of triggers.yaml. */
  readonly folder: string;
  /** The folder of expected.json and of the files it names. */
  readonly samples: string;
}

const file = z.string().endsWith(".json");

const entry = z.strictObject({
  trigger: z.string(),
  event: file.optional(),
  request: file.optional(),
  schedule: z.strictObject({ cron: z.string(), after: z.iso.datetime() }).optional(),
  workflow: z.string().optional(),
  inputs: z.record(z.string(), z.string()).optional(),
  problem: z.string().optional(),
});

/** What happens and what comes of it: an entry of expected.json. */
export type Expectation = z.output<typeof entry>;

/** Every folder in examples/. */
export function findExamples(): readonly Example[] {
  const examples = join(root, "examples");
  const folders = readdirSync(examples, { withFileTypes: true }).filter((each) =>
    each.isDirectory(),
  );
  return folders.map(({ name }) => {
    const folder = join(examples, name);
    return { name, folder, samples: folder };
  });
}

/** The triggers.yaml in the project's root; its samples are here, since the root is not for them. */
export const rootSample: Example = {
  name: "the root",
  folder: root,
  samples: join(root, "test/examples/sample"),
};

/** The path of an example's triggers.yaml. */
export function triggersOf({ folder }: Example): string {
  return join(folder, "triggers.yaml");
}

/** An example's config. @throws Error with the report that the commands print. */
export function configOf(example: Example): Config {
  const { config, report } = readConfig(example);
  if (config === undefined) throw new Error(report);
  return config;
}

/** An example's config, or nothing if it has problems; a test of its own reads the file. */
export function tryConfigOf(example: Example): Config | undefined {
  return readConfig(example).config;
}

function readConfig(example: Example) {
  return readConfigFile(triggersOf(example), (path) => readFileSync(path, "utf8"));
}

/** The parts that an example in examples/ lacks, as paths in the project. */
export function missingParts({ folder, samples }: Example): readonly string[] {
  const parts = ["triggers.yaml", ".github/workflows", "README.md"].map((part) =>
    join(folder, part),
  );
  return [...parts, join(samples, "expected.json")]
    .filter((path) => !existsSync(path))
    .map((path) => relative(root, path));
}

/** The entries of expected.json. @throws Error that says what is wrong with the file. */
export function readExpectations({ samples }: Example): readonly Expectation[] {
  const content = readJson(samples, "expected.json");
  const { data, error } = z.array(entry).safeParse(content);
  if (data === undefined) {
    throw new Error(`${relative(root, samples)}/expected.json: ${z.prettifyError(error)}`);
  }
  return data;
}

/** The entries as far as they can be read, to make a test of each; a test of its own reads the file. */
export function tryReadExpectations(example: Example): readonly Expectation[] {
  try {
    return readExpectations(example);
  } catch {
    return [];
  }
}

/** A file with JSON. @throws Error that names the file. */
export function readJson(folder: string, name: string): unknown {
  const path = join(folder, name);
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${relative(root, path)} can't be read: ${reason}`, { cause: error });
  }
}

/** The ways to start the config's triggers, each as it is called in a message. */
export function waysIn(config: Config): readonly string[] {
  return Object.entries(config.triggers).flatMap(([trigger, { on }]) => [
    ...(on.http === undefined ? [] : [`${trigger}: request`]),
    ...(on.event === undefined ? [] : [`${trigger}: event`]),
    ...(on.schedule ?? []).map(({ cron }) => `${trigger}: schedule ${cron}`),
  ]);
}

/** The way in of an entry, as `waysIn` calls it; several or none make it no way in. */
export function wayIn({ trigger, event, request, schedule }: Expectation): string {
  const ways = [
    ...(request === undefined ? [] : ["request"]),
    ...(event === undefined ? [] : ["event"]),
    ...(schedule === undefined ? [] : [`schedule ${schedule.cron}`]),
  ];
  return `${trigger}: ${ways.join(" and ")}`;
}
