import type { Config, Trigger } from "./config.ts";
import { repositoryKey, type Target, targetOf } from "./github/target.ts";
import { ownOf } from "./own.ts";
import { routeKey } from "./route-key.ts";

/** A checked config as deliveries look things up in it: at the same cost however many triggers it has. */
export interface Catalog extends Pick<Config, "credentials"> {
  /** The trigger of that name, and never what every object inherits. */
  trigger(name: string): Trigger | undefined;
  /** The name of the trigger that a route starts. @param key see `routeKey` */
  routed(key: string): string | undefined;
  /** The names of all triggers that start workflows of a target's repository. */
  triggersOf(target: Target): readonly string[];
}

/** What a catalog finds things in, by key. It is plain JSON. */
export interface Tables {
  readonly triggers: Config["triggers"];
  /** The names of triggers by the keys of their routes. */
  readonly routes: Readonly<Record<string, string>>;
  /** The names of triggers by the repository that they start workflows of. */
  readonly repositories: Readonly<Record<string, readonly string[]>>;
}

/** What finds the value of a key in each table. */
export type Finders = {
  readonly [Name in keyof Tables]: (key: string) => Tables[Name][string] | undefined;
};

export function tablesOf(config: Config): Tables {
  const routes: Record<string, string> = {};
  const repositories: Record<string, string[]> = {};
  for (const [name, trigger] of Object.entries(config.triggers)) {
    if (trigger.on.http !== undefined) routes[routeKey(trigger.on.http)] = name;
    const repository = repositoryKey(targetOf(trigger, config));
    repositories[repository] ??= [];
    repositories[repository].push(name);
  }
  return { triggers: config.triggers, routes, repositories };
}

/** The catalog of a config in memory. */
export function catalogOf(config: Config): Catalog {
  const { triggers, routes, repositories } = tablesOf(config);
  return catalogOver(config.credentials, {
    triggers: (name) => ownOf(triggers, name),
    routes: (key) => ownOf(routes, key),
    repositories: (key) => ownOf(repositories, key),
  });
}

/** The catalog over tables that are somewhere else. */
export function catalogOver(credentials: Config["credentials"], find: Finders): Catalog {
  return {
    credentials,
    trigger: find.triggers,
    routed: find.routes,
    triggersOf: (target) => find.repositories(repositoryKey(target)) ?? [],
  };
}
