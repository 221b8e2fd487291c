import { routeShape } from "../../dispatch/config/http-rules.ts";
import type { HttpRoute } from "../../dispatch/config.ts";

/** A parameter of a path: under its name in the file, and under that in the document. */
export interface PathParameter {
  readonly name: string;
  readonly documented: string;
  /** Whether it takes all the rest of the path, slashes and all. */
  readonly isGreedy: boolean;
}

/** Where a route stands in the document. */
export interface DocumentedPath {
  readonly path: string;
  readonly parameters: readonly PathParameter[];
}

/**
 * The paths of routes in the document, in their order. OpenAPI takes paths that differ in the names of their
 * parameters alone for the same one, so the first route names them all. It knows no `{name+}` either
 * (spec.openapis.org/oas/v3.1.1.html#paths-object), which becomes `{name}`; where a route has that path already,
 * it stays as API Gateway writes it.
 */
export function documentedPaths(routes: readonly HttpRoute[]): readonly DocumentedPath[] {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  // A route that ends in {name} has its path before one that ends in {name+}.
  const order = [...routes].sort((a, b) => Number(isGreedy(a)) - Number(isGreedy(b)));
  const documented = new Map(order.map((route) => [route, place(route, names, taken)]));
  return routes.flatMap((route) => documented.get(route) ?? []);
}

function isGreedy({ path }: HttpRoute): boolean {
  return path.endsWith("+}");
}

function place(
  { method, path }: HttpRoute,
  names: Map<string, string>,
  taken: Set<string>,
): DocumentedPath {
  const plain = path.replace("+}", "}");
  const isTaken = taken.has(routeShape(method, plain));
  taken.add(routeShape(method, plain));
  const segments = (isTaken ? path : plain).split("/");
  const parameters = path.split("/").flatMap((written, index) => {
    const [, name, plus] = /^\{([^}+]+)(\+?)\}$/.exec(written) ?? [];
    if (name === undefined) return [];
    const key = routeShape("", segments.slice(0, index + 1).join("/"));
    const first = names.get(key) ?? unused((segments[index] ?? "").slice(1, -1), segments, index);
    names.set(key, first);
    segments[index] = `{${first}}`;
    return [{ name, documented: first, isGreedy: plus === "+" }];
  });
  return { path: segments.join("/"), parameters };
}

/** The name of a parameter, or, where another route has given it to a segment before, one like it. */
function unused(name: string, segments: readonly string[], index: number): string {
  const isUsed = segments.slice(0, index).includes(`{${name}}`);
  return isUsed ? unused(`${name}-2`, segments, index) : name;
}
