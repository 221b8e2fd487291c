import type { HttpRoute } from "./config.ts";

/** The key by which API Gateway names a route: `POST /deploy/{environment}`. */
export function routeKey({ method, path }: Pick<HttpRoute, "method" | "path">): string {
  return `${method} ${path}`;
}
