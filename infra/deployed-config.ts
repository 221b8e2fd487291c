import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { tablesOf } from "../dispatch/catalog.ts";
import type { Config } from "../dispatch/config.ts";
import { shardFile, shardsOf } from "../dispatch/shards.ts";
import type { DeployedConfig } from "../functions/lambda/catalog.ts";
import { secretsOf } from "./secrets.ts";

/** Writes the config into the files that functions/lambda/catalog.ts reads. */
export function writeDeployedConfig(config: Config, folder: string): void {
  const write = (file: string, content: unknown) =>
    writeFileSync(join(folder, file), JSON.stringify(content));
  const { http, queue } = secretsOf(config);
  const counts = Object.entries(tablesOf(config)).map(([table, entries]) => {
    const shards = shardsOf<unknown>(entries);
    for (const [index, shard] of shards.entries()) write(shardFile(table, index), shard);
    return [table, shards.length];
  });
  const deployed: DeployedConfig = {
    credentials: config.credentials,
    shards: Object.fromEntries(counts),
    secrets: { http: [...http], queue: [...queue] },
  };
  write("config.json", deployed);
}
