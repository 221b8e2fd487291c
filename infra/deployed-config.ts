import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { tablesOf } from "../dispatch/catalog.ts";
import type { Config, Trigger } from "../dispatch/config.ts";
import { targetOf } from "../dispatch/github/target.ts";
import { shardFile, shardsOf } from "../dispatch/shards.ts";
import type { DeployedConfig, Needs } from "../functions/lambda/catalog.ts";
import { secretsOf } from "./secrets.ts";

/** Writes the config into the files that functions/lambda/catalog.ts reads. */
export function writeDeployedConfig(config: Config, folder: string): void {
  const write = (file: string, content: unknown) =>
    writeFileSync(join(folder, file), JSON.stringify(content));
  const secrets = secretsOf(config);
  const triggers = Object.values(config.triggers);
  const counts = Object.entries(tablesOf(config)).map(([table, entries]) => {
    const shards = shardsOf<unknown>(entries);
    for (const [index, shard] of shards.entries()) write(shardFile(table, index), shard);
    return [table, shards.length];
  });
  const deployed: DeployedConfig = {
    credentials: config.credentials,
    shards: Object.fromEntries(counts),
    needs: {
      http: needsOf(
        secrets.http,
        triggers.filter(({ on }) => on.http !== undefined),
        config,
      ),
      queue: needsOf(secrets.queue, triggers.filter(isQueued), config),
    },
  };
  write("config.json", deployed);
}

function needsOf(
  secrets: ReadonlySet<string>,
  triggers: readonly Trigger[],
  config: Config,
): Needs {
  const apiUrls = new Set(triggers.map((trigger) => targetOf(trigger, config).apiUrl));
  return { secrets: [...secrets], apiUrls: [...apiUrls] };
}

function isQueued({ on }: Trigger): boolean {
  return on.schedule !== undefined || on.event !== undefined || on.http?.queue === true;
}
