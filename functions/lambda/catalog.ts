import { readFileSync } from "node:fs";
import { type Catalog, catalogOver, type Tables } from "../../dispatch/catalog.ts";
import type { Config } from "../../dispatch/config.ts";
import { ownOf } from "../../dispatch/own.ts";
import { shardFile, shardOf } from "../../dispatch/shards.ts";

/**
 * What stands beside the bundle in `config.json`. The tables are in files of their own, of which a delivery
 * needs one or two: see "What was done for speed" in docs/benchmarks.md.
 */
export interface DeployedConfig {
  readonly credentials: Config["credentials"];
  /** How many files each table has. */
  readonly shards: { readonly [Name in keyof Tables]: number };
  /** What each function asks for. */
  readonly needs: { readonly http: Needs; readonly queue: Needs };
}

/** What a function asks for that it can prepare while it is started. */
export interface Needs {
  /** The names or ARNs of secrets. */
  readonly secrets: readonly string[];
  /** The base URLs of GitHub's REST API. */
  readonly apiUrls: readonly string[];
}

/** The checked config in a folder; nothing if it isn't there, or isn't whole. */
export function readDeployedConfig(folder: URL): DeployedConfig | undefined {
  try {
    const config: Partial<DeployedConfig> | null = readJson(new URL("config.json", folder));
    return config?.credentials && config.shards && config.needs
      ? (config as DeployedConfig)
      : undefined;
  } catch {
    return undefined;
  }
}

/** The catalog of a config in a folder, which reads parts of it when they are first needed. */
export function openCatalog({ credentials, shards }: DeployedConfig, folder: URL): Catalog {
  const finder = <Name extends keyof Tables>(table: Name) => {
    const known = new Map<number, Tables[Name]>();
    return (key: string): Tables[Name][string] | undefined => {
      const index = shardOf(key, shards[table]);
      const shard = known.get(index) ?? readJson(new URL(shardFile(table, index), folder));
      known.set(index, shard);
      return ownOf<Tables[Name][string]>(shard, key);
    };
  };
  return catalogOver(credentials, {
    triggers: finder("triggers"),
    routes: finder("routes"),
    repositories: finder("repositories"),
  });
}

/** Parses a file of JSON. */
export function readJson(file: URL) {
  return JSON.parse(readFileSync(file, "utf8"));
}
