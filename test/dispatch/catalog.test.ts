import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { catalogOf, tablesOf } from "../../dispatch/catalog.ts";
import { repositoryKey, targetOf } from "../../dispatch/github/target.ts";
import { routeKey } from "../../dispatch/route-key.ts";
import { randomConfig } from "./random-config.ts";

const unknown = ["", "nothing", "__proto__", "constructor", "toString", "hasOwnProperty"];

describe("the catalog of a config", () => {
  test("has each trigger under its name, and nothing else", () => {
    fc.assert(
      fc.property(randomConfig(40), (config) => {
        const catalog = catalogOf(config);
        const entries = Object.entries(config.triggers);
        for (const [name, trigger] of entries) expect(catalog.trigger(name)).toBe(trigger);
        const names = entries.map(([name]) => name);
        for (const name of unknown.filter((each) => !names.includes(each))) {
          expect(catalog.trigger(name)).toBeUndefined();
        }
        expect(catalog.credentials).toBe(config.credentials);
      }),
    );
  });

  test("has each route, and nothing else", () => {
    fc.assert(
      fc.property(randomConfig(40), (config) => {
        const catalog = catalogOf(config);
        for (const [name, { on }] of Object.entries(config.triggers)) {
          if (on.http !== undefined) expect(catalog.routed(routeKey(on.http))).toBe(name);
        }
        for (const key of [...unknown, "$default", "GET /0/{id}"]) {
          expect(catalog.routed(key)).toBeUndefined();
        }
      }),
    );
  });

  test("has all triggers of a repository, however its name is written", () => {
    fc.assert(
      fc.property(randomConfig(40), (config) => {
        const catalog = catalogOf(config);
        const targets = Object.values(config.triggers).map((each) => targetOf(each, config));
        const keyOf = (name: string) => {
          const trigger = config.triggers[name];
          return trigger && repositoryKey(targetOf(trigger, config));
        };
        for (const target of targets) {
          const names = Object.keys(config.triggers);
          const same = names.filter((name) => keyOf(name) === repositoryKey(target));
          expect(catalog.triggersOf(target)).toEqual(same);
          const shouted = { ...target, repository: target.repository.toUpperCase() };
          expect(catalog.triggersOf(shouted)).toEqual(same);
          expect(catalog.triggersOf({ ...target, repository: "acme/unused" })).toEqual([]);
        }
      }),
    );
  });

  test("is made of plain JSON", () => {
    fc.assert(
      fc.property(randomConfig(40), (config) => {
        const tables = tablesOf(config);
        expect(JSON.parse(JSON.stringify(tables))).toEqual(tables);
      }),
    );
  });
});
