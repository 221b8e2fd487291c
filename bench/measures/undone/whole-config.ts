import { catalogOver, type Tables } from "../../../dispatch/catalog.ts";
import { ownOf } from "../../../dispatch/own.ts";
import { shardFile } from "../../../dispatch/shards.ts";
import { type DeployedConfig, readJson } from "../../../functions/lambda/catalog.ts";

export { readDeployedConfig } from "../../../functions/lambda/catalog.ts";

/** In the place of functions/lambda/catalog.ts: all of the config is parsed at the start. */
export function openCatalog({ credentials, shards }: DeployedConfig, folder: URL) {
  const whole = <Name extends keyof Tables>(table: Name): Tables[Name] =>
    Object.assign(
      {},
      ...Array.from({ length: shards[table] }, (_, index) =>
        readJson(new URL(shardFile(table, index), folder)),
      ),
    );
  const [triggers, routes, repositories] = [
    whole("triggers"),
    whole("routes"),
    whole("repositories"),
  ] as const;
  return catalogOver(credentials, {
    triggers: (name) => ownOf(triggers, name),
    routes: (key) => ownOf(routes, key),
    repositories: (key) => ownOf(repositories, key),
  });
}
