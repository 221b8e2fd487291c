import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { HttpRoute } from "../../dispatch/config.ts";
import { matchRoute } from "../../local/routes.ts";

interface RouteCase {
  readonly name: string;
  /** Methods and paths. */
  readonly routes: readonly string[];
  /** Method and path as sent. */
  readonly call: string;
  /** The route that is picked; none without it. */
  readonly match?: string;
  readonly parameters?: Readonly<Record<string, string>>;
  /** A parameter can't be decoded. */
  readonly malformed?: true;
}

const cases: RouteCase[] = JSON.parse(
  readFileSync(new URL("./cases/routes.json", import.meta.url), "utf8"),
);

describe("the route of a call", () => {
  test.each(cases)("$name: $call", ({ routes, call, match, parameters, malformed }) => {
    const [method = "", path = ""] = call.split(" ");
    const find = () => matchRoute(routes.map(routeOf), method, path);
    if (malformed) return expect(find).toThrow(URIError);
    const found = find();
    expect(found?.routeKey).toBe(match);
    expect(found?.parameters).toEqual(parameters);
  });
});

function routeOf(key: string): HttpRoute {
  const [method, path = ""] = key.split(" ");
  return { method: method as HttpRoute["method"], path, auth: { kind: "none" }, queue: true };
}
