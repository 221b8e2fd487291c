import type { Config, HttpRoute } from "../dispatch/config.ts";
import { routeKey } from "../dispatch/route-key.ts";

/** A route that fits a request, with the values of its path parameters. */
export interface RouteMatch {
  readonly routeKey: string;
  readonly route: HttpRoute;
  readonly parameters: Readonly<Record<string, string>>;
}

/** The routes of a config. */
export function routesOf(config: Config): readonly HttpRoute[] {
  return Object.values(config.triggers).flatMap(({ on }) =>
    on.http === undefined ? [] : [on.http],
  );
}

/**
 * Picks the most specific route, as an HTTP API does: one that matches in full before a greedy one, and
 * fixed segments before parameters:
 * docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html#http-api-develop-routes.evaluation
 *
 * @param path the path as sent, still percent-encoded.
 * @throws URIError when a parameter isn't validly percent-encoded; see `decodePath`.
 */
export function matchRoute(
  routes: readonly HttpRoute[],
  method: string,
  path: string,
): RouteMatch | undefined {
  const segments = path.slice(1).split("/");
  const [best] = routes
    .filter((route) => route.method === method && fits(patternOf(route), segments))
    .sort((a, b) => specificity(a).localeCompare(specificity(b)));
  if (best === undefined) return undefined;
  return { routeKey: routeKey(best), route: best, parameters: parametersOf(best, segments) };
}

function patternOf({ path }: HttpRoute): readonly string[] {
  return path.slice(1).split("/");
}

function fits(pattern: readonly string[], segments: readonly string[]): boolean {
  const greedy = pattern.at(-1)?.endsWith("+}") ?? false;
  if (greedy ? segments.length < pattern.length : segments.length !== pattern.length) return false;
  return pattern.every((part, index) =>
    part.startsWith("{") ? segments[index] !== "" : part === segments[index],
  );
}

/** Sorts before what is less specific: greedy routes last, then segment by segment. */
function specificity(route: HttpRoute): string {
  const pattern = patternOf(route);
  const isGreedy = pattern.some((part) => part.endsWith("+}"));
  return [isGreedy, ...pattern.map((part) => part.startsWith("{"))].map(Number).join("");
}

/**
 * A path as an HTTP API passes it on: decoded, cut at a `?` that comes out, and decoded once more, so that
 * a percent sign can't be sent (measured: github.com/hotsock/voker, vokerhttp/testdata/ingress-paths.json).
 *
 * @throws URIError when the path isn't validly percent-encoded, also the second time.
 */
export function decodePath(path: string): string {
  const [decoded = ""] = decodeURIComponent(path).split("?");
  return decodeURIComponent(decoded);
}

function parametersOf(route: HttpRoute, segments: readonly string[]): Record<string, string> {
  const pattern = patternOf(route);
  return Object.fromEntries(
    pattern.flatMap((part, index) => {
      const [, name, greedy] = /^\{([^}+]+)(\+?)\}$/.exec(part) ?? [];
      if (name === undefined) return [];
      const rest = greedy ? segments.slice(index).join("/") : (segments[index] ?? "");
      return [[name, decodePath(rest)]];
    }),
  );
}
