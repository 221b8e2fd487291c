import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build, type Plugin } from "esbuild";
import { readConfig } from "../../dispatch/config.ts";
import { bundleOptions } from "../../infra/bundle.ts";
import { writeDeployedConfig } from "../../infra/deployed-config.ts";
import type { Candidate } from "../candidates/candidates.ts";
import { environmentOf } from "../candidates/environment.ts";
import { tokenCall } from "../candidates/events.ts";
import { createColdProcesses } from "../cold/cold-process.ts";
import { fileOf } from "../growth/triggers.ts";
import type { Address } from "../stand-ins/start.ts";

const project = fileURLToPath(new URL("../..", import.meta.url));

/** The function `http`, as deployed or otherwise. */
export interface Variant {
  readonly what: string;
  /** The file in which the measure is that is undone. */
  readonly where?: string;
  readonly candidate: Candidate;
}

/** How a variant differs from what is deployed. */
interface Difference {
  readonly what: string;
  readonly where?: string;
  /** Files of the project, and those of bench/measures/undone in their place. */
  readonly instead?: Readonly<Record<string, string>>;
  readonly options?: Partial<BuildOptions>;
  readonly triggers?: number;
}

const manyTriggers = 3000;

/** All variants; the first is what is deployed. */
export const differences: readonly Difference[] = [
  { what: "as deployed" },
  {
    what: "with the built-in fetch in place of node:https",
    where: "functions/lambda/connection",
    instead: { "functions/lambda/connection/connections.ts": "global-fetch.ts" },
  },
  {
    what: "with node:https imported as an ES module",
    where: "functions/lambda/connection/node-http.ts",
    instead: { "functions/lambda/connection/node-http.ts": "imported-http.ts" },
  },
  {
    what: "with the clients of the AWS SDK",
    where: "functions/lambda/aws",
    instead: { "functions/lambda/aws/services.ts": "aws-sdk.ts" },
  },
  {
    what: "without reading secrets and opening connections early",
    where: "functions/lambda/early.ts",
    instead: { "functions/lambda/early.ts": "nothing-early.ts" },
  },
  {
    what: "without splitting the bundle",
    where: "infra/bundle.ts",
    options: { splitting: false },
  },
  { what: "without minifying the bundle", where: "infra/bundle.ts", options: { minify: false } },
  { what: "with 3,000 triggers", triggers: manyTriggers },
  {
    what: "with 3,000 triggers, all parsed at the start",
    where: "functions/lambda/catalog.ts",
    instead: { "functions/lambda/catalog.ts": "whole-config.ts" },
    triggers: manyTriggers,
  },
];

/** Builds all variants; the first is what is deployed, the last have what was tried and left. */
export async function buildVariants(folder: string, address: Address): Promise<readonly Variant[]> {
  const variants: Variant[] = [];
  for (const [index, difference] of differences.entries()) {
    variants.push(await buildVariant(difference, join(folder, `variant-${index}`), address));
  }
  const [deployed] = variants;
  if (deployed === undefined) return [];
  return [...variants, await withCompileCache(deployed, folder)];
}

/** Bundles a variant into a folder. */
export async function buildVariant(
  { what, where, instead = {}, options = {}, triggers = 1 }: Difference,
  folder: string,
  address: Address,
): Promise<Variant> {
  mkdirSync(folder);
  const { config, problems } = readConfig(fileOf("http", triggers, address.url));
  if (config === undefined) throw new Error(JSON.stringify(problems));
  writeDeployedConfig(config, folder);
  const plugins = [replacing(instead)];
  await build({ ...bundleOptions, ...options, outdir: folder, plugins });
  const file = join(folder, "http.mjs");
  const environment = environmentOf(`${what} ${folder}`, file, address);
  const candidate = { name: what, file, event: tokenCall, environment };
  return where === undefined ? { what, candidate } : { what, where, candidate };
}

/** The same with a compile cache that is filled. */
async function withCompileCache({ candidate }: Variant, folder: string): Promise<Variant> {
  const what = "with V8's compile cache, in addition";
  const NODE_COMPILE_CACHE = join(folder, "compile-cache");
  const environment = { ...candidate.environment, NODE_COMPILE_CACHE };
  const cached = { ...candidate, name: what, environment };
  const { start } = await createColdProcesses(folder);
  await start(cached);
  return { what, candidate: cached };
}

function replacing(instead: NonNullable<Difference["instead"]>): Plugin {
  const replacements = new Map(
    Object.entries(instead).map(([file, other]) => [
      join(project, file),
      join(project, "bench/measures/undone", other),
    ]),
  );
  return {
    name: "replacing",
    setup({ onResolve }) {
      onResolve({ filter: /^\.{1,2}\// }, ({ resolveDir, path, importer }) => {
        const other = replacements.get(join(resolveDir, path));
        // What stands in the place of a file may use that file.
        return other === undefined || other === importer ? undefined : { path: other };
      });
    },
  };
}
