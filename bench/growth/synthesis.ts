import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { timeProcess } from "../process.ts";

/** What was synthesised of a file of triggers. */
export interface Synthesis {
  /** Milliseconds that `npm run synth` has taken. */
  readonly time: number;
  /** Resources of all stacks together, the nested ones included. */
  readonly resources: number;
  /** Stacks, the root included. */
  readonly stacks: number;
  /** Bytes of all templates together. */
  readonly templates: number;
  /** Bytes of the config that is bundled with the functions. */
  readonly config: number;
}

/** Synthesises a file of triggers, and looks at what has come out of it. */
export async function synthesize(file: string, folder: string): Promise<Synthesis> {
  mkdirSync(folder, { recursive: true });
  const triggers = join(folder, "triggers.yaml");
  const output = join(folder, "cdk.out");
  writeFileSync(triggers, file);
  rmSync(output, { recursive: true, force: true });
  const time = await timeProcess({
    args: ["cli/synth.ts", "--quiet", "--output", output],
    environment: { TRIGGERS: triggers },
  });
  return { time, ...measureOutput(output) };
}

function measureOutput(output: string): Omit<Synthesis, "time"> {
  const files = readdirSync(output);
  const templates = files
    .filter((name) => name.endsWith(".template.json"))
    .map((name) => readFileSync(join(output, name), "utf8"));
  const resources = templates.map((text) => Object.keys(JSON.parse(text).Resources).length);
  return {
    resources: sum(resources),
    stacks: templates.length,
    templates: sum(templates.map((text) => Buffer.byteLength(text))),
    config: sum(files.map((name) => configIn(join(output, name)))),
  };
}

/** The bytes of the config beside the functions; 0 for what is no folder of theirs. */
function configIn(path: string): number {
  if (!statSync(path).isDirectory() || !readdirSync(path).includes("config.json")) return 0;
  const tables = readdirSync(path).filter((name) => name.endsWith(".json"));
  return sum(tables.map((name) => statSync(join(path, name)).size));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
