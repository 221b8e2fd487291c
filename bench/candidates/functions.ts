import { join } from "node:path";
import { type Config, readConfig } from "../../dispatch/config.ts";
import { writeBundle } from "../../infra/bundle.ts";
import type { Address } from "../stand-ins/start.ts";
import { type Candidate, candidateOf } from "./candidate.ts";

/** The functions of this project. */
export const functionNames = ["http", "queue"] as const;
export type FunctionName = (typeof functionNames)[number];

/** What a candidate that is one of the functions is called, and what it is given. */
export type FunctionOptions = Pick<Candidate, "name" | "event">;

/** Makes candidates of the functions in a folder. */
export type FunctionsIn = (name: FunctionName, options: FunctionOptions) => Candidate;

/** The config of a file of triggers. @throws Error with the file's problems. */
export function configOf(file: string): Config {
  const { config, problems } = readConfig(file);
  if (config !== undefined) return config;
  throw new Error(`the file of the benchmark has problems: ${JSON.stringify(problems)}`);
}

/** Bundles the functions as they are deployed with a file of triggers. @returns see `functionsIn` */
export function buildFunctions(file: string, folder: string, address: Address): FunctionsIn {
  writeBundle(configOf(file), folder);
  return functionsIn(folder, address);
}

/** The functions that were bundled into a folder. @param address where AWS is. */
export function functionsIn(folder: string, address: Address): FunctionsIn {
  return (name, options) => candidateOf({ ...options, file: join(folder, `${name}.mjs`) }, address);
}
