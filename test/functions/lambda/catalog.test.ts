import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { catalogOf } from "../../../dispatch/catalog.ts";
import type { Config } from "../../../dispatch/config.ts";
import { targetOf } from "../../../dispatch/github/target.ts";
import { routeKey } from "../../../dispatch/route-key.ts";
import { openCatalog, readDeployedConfig } from "../../../functions/lambda/catalog.ts";
import { writeDeployedConfig } from "../../../infra/deployed-config.ts";
import { randomConfig } from "../../dispatch/random-config.ts";

const parent = mkdtempSync(join(tmpdir(), "catalog-test-"));
afterAll(() => rmSync(parent, { recursive: true }));

let folder: string;
let url: URL;
beforeEach(() => useNewFolder());

function useNewFolder(): void {
  folder = mkdtempSync(join(parent, "deployed-"));
  url = pathToFileURL(`${folder}/`);
}

/** The catalog of a config as the functions open it. */
function deploy(config: Config) {
  useNewFolder();
  writeDeployedConfig(config, folder);
  const deployed = readDeployedConfig(url);
  if (deployed === undefined) throw new Error("the deployed config can't be read");
  return openCatalog(deployed, url);
}

const unknown = ["", "nothing", "__proto__", "constructor", "toString", "hasOwnProperty"];

/** What a config is asked for, and other things. */
function keysOf({ triggers }: Config) {
  const routes = Object.values(triggers).flatMap(({ on }) => (on.http ? [routeKey(on.http)] : []));
  return { names: [...Object.keys(triggers), ...unknown], routes: [...routes, ...unknown] };
}

describe("what is deployed", () => {
  test("answers as the config in memory does", () => {
    fc.assert(
      fc.property(randomConfig(80), (config) => {
        const [deployed, known] = [deploy(config), catalogOf(config)];
        const { names, routes } = keysOf(config);
        for (const name of names) expect(deployed.trigger(name)).toEqual(known.trigger(name));
        for (const key of routes) expect(deployed.routed(key)).toBe(known.routed(key));
        for (const trigger of Object.values(config.triggers)) {
          const target = targetOf(trigger, config);
          expect(deployed.triggersOf(target)).toEqual(known.triggersOf(target));
          const unused = { ...target, repository: "acme/unused" };
          expect(deployed.triggersOf(unused)).toEqual([]);
        }
        expect(deployed.credentials).toEqual(config.credentials);
      }),
      { numRuns: 40 },
    );
  });

  test("reads a file when it is needed, and once", () => {
    const [config] = fc.sample(fc.noShrink(randomConfig(60)), { seed: 1, numRuns: 1 });
    if (config === undefined) throw new Error("there is one");
    const catalog = deploy(config);
    const [name = ""] = Object.keys(config.triggers);
    const found = catalog.trigger(name);
    expect(found).toEqual(config.triggers[name]);
    for (const file of readdirSync(folder)) rmSync(join(folder, file));
    expect(catalog.trigger(name)).toBe(found);
    // A part that has gone is no reason to say that there is no such route.
    expect(() => catalog.routed("POST /hello")).toThrow("ENOENT");
  });
});

describe("a config that can't be used", () => {
  const whole = { credentials: {}, shards: {}, needs: {} };

  test.each<[string, unknown]>([
    ["is empty", ""],
    ["is no JSON", "{"],
    ["is nothing", "null"],
    ["is a list", "[]"],
    ["has no credentials", JSON.stringify({ ...whole, credentials: undefined })],
    ["has no tables", JSON.stringify({ ...whole, shards: undefined })],
    ["has no needs", JSON.stringify({ ...whole, needs: undefined })],
    ["is that of an older version", JSON.stringify({ credentials: {}, triggers: {} })],
  ])("%s", (_, text) => {
    writeFileSync(join(folder, "config.json"), String(text));
    expect(readDeployedConfig(url)).toBeUndefined();
  });

  test("is not there", () => {
    expect(readDeployedConfig(url)).toBeUndefined();
  });
});
