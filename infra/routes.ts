import { type CfnApi, type CfnIntegration, CfnRoute } from "aws-cdk-lib/aws-apigatewayv2";
import type { Construct } from "constructs";
import { routeShape } from "../dispatch/config/http-rules.ts";
import type { HttpRoute } from "../dispatch/config.ts";
import { routeKey } from "../dispatch/route-key.ts";
import { acknowledgeOpen, createAuthorizers } from "./authorizers.ts";
import { fingerprint } from "./fingerprint.ts";
import type { ScopeOf } from "./places.ts";

/** A route of the file with what was made of it. */
export interface CreatedRoute {
  readonly route: HttpRoute;
  readonly resource: CfnRoute;
}

/**
 * A route of the API for each in the file.
 *
 * @param scope what holds the authorizers.
 */
export function createRoutes(
  scope: Construct,
  scopeOf: ScopeOf,
  api: CfnApi,
  integration: CfnIntegration,
  routes: readonly HttpRoute[],
): readonly CreatedRoute[] {
  const authorizationOf = createAuthorizers(scope, api);
  return routes.flatMap((route) => {
    const id = routeId(route);
    const place = scopeOf("HttpApi", id);
    if (place === undefined) return [];
    const resource = new CfnRoute(place, id, {
      apiId: api.ref,
      routeKey: routeKey(route),
      target: `integrations/${integration.ref}`,
      ...authorizationOf(route.auth),
    });
    acknowledgeOpen(resource, route.auth);
    return [{ route, resource }];
  });
}

/**
 * The id of a route is what API Gateway takes only once. Another trigger or another name of a parameter
 * doesn't make a new route, which would be refused (409) while the old one is still there.
 */
export function routeId({ method, path }: HttpRoute): string {
  const shape = routeShape(method, path);
  const words = shape.replaceAll(/[^A-Za-z0-9]+/g, "-");
  return `Route-${words}-${fingerprint(shape)}`;
}
