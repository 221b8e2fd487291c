import { createHash } from "node:crypto";
import { RemovalPolicy, Stack } from "aws-cdk-lib";
import {
  CfnApi,
  CfnAuthorizer,
  CfnIntegration,
  CfnRoute,
  CfnStage,
} from "aws-cdk-lib/aws-apigatewayv2";
import { CfnPermission, type Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import type { Auth, Config, HttpRoute } from "../dispatch/config.ts";

/** Calls a second to a route that says nothing about it. */
const defaultThrottle = { rate: 10, burst: 20 };

/** What an access log says of a call: never a header, which may prove who calls. */
const accessLogFormat = {
  requestId: "$context.requestId",
  time: "$context.requestTime",
  ip: "$context.identity.sourceIp",
  route: "$context.routeKey",
  status: "$context.status",
  bytes: "$context.responseLength",
  milliseconds: "$context.responseLatency",
  authorizerError: "$context.authorizer.error",
  integrationError: "$context.integrationErrorMessage",
};

/**
 * The HTTP API with a route for each in the file; one integration and one permission serve them all.
 *
 * @returns the API's URL, or nothing if the file has no routes.
 */
export function createHttpApi(
  parent: Construct,
  config: Config,
  handler: LambdaFunction,
): string | undefined {
  const routes = Object.entries(config.triggers).flatMap(([trigger, { on }]) =>
    on.http === undefined ? [] : [{ trigger, route: on.http }],
  );
  if (routes.length === 0) return undefined;
  const scope = new Construct(parent, "HttpApi");
  const api = new CfnApi(scope, "Api", {
    name: Stack.of(parent).stackName,
    protocolType: "HTTP",
  });
  const integration = integrate(scope, api, handler);
  const authorizerOf = createAuthorizers(scope, api);
  const created = routes.map(({ trigger, route }) => ({
    route,
    resource: new CfnRoute(scope, `Route-${trigger}`, {
      apiId: api.ref,
      routeKey: routeKey(route),
      target: `integrations/${integration.ref}`,
      ...authorizerOf(route.auth),
    }),
  }));
  createStage(scope, api, created);
  return api.attrApiEndpoint;
}

function routeKey({ method, path }: HttpRoute): string {
  return `${method} ${path}`;
}

function integrate(scope: Construct, api: CfnApi, handler: LambdaFunction): CfnIntegration {
  const { partition, region, account } = Stack.of(scope);
  new CfnPermission(scope, "Permission", {
    action: "lambda:InvokeFunction",
    functionName: handler.functionArn,
    principal: "apigateway.amazonaws.com",
    sourceArn: `arn:${partition}:execute-api:${region}:${account}:${api.ref}/*`,
  });
  return new CfnIntegration(scope, "Integration", {
    apiId: api.ref,
    integrationType: "AWS_PROXY",
    integrationUri: handler.functionArn,
    payloadFormatVersion: "2.0",
  });
}

type RouteAuthorization = { readonly authorizationType: string; readonly authorizerId?: string };

/** What API Gateway checks itself. One authorizer serves all routes with the same issuer and audience. */
function createAuthorizers(scope: Construct, api: CfnApi): (auth: Auth) => RouteAuthorization {
  const authorizers = new Map<string, CfnAuthorizer>();
  return (auth) => {
    if (auth.kind === "iam") return { authorizationType: "AWS_IAM" };
    if (auth.kind !== "jwt") return { authorizationType: "NONE" };
    const jwtConfiguration = { issuer: auth.issuer, audience: [auth.audience].flat() };
    const id = fingerprint(jwtConfiguration);
    const authorizer =
      authorizers.get(id) ??
      new CfnAuthorizer(scope, `Jwt-${id}`, {
        apiId: api.ref,
        name: `jwt-${id}`,
        authorizerType: "JWT",
        identitySource: ["$request.header.Authorization"],
        jwtConfiguration,
      });
    authorizers.set(id, authorizer);
    return { authorizationType: "JWT", authorizerId: authorizer.ref };
  };
}

function createStage(
  scope: Construct,
  api: CfnApi,
  routes: readonly { readonly route: HttpRoute; readonly resource: CfnRoute }[],
): void {
  const logs = new LogGroup(scope, "AccessLogs", {
    retention: RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const throttled = routes.flatMap(({ route, resource }) =>
    route.throttle === undefined ? [] : [{ route, resource, throttle: route.throttle }],
  );
  const stage = new CfnStage(scope, "Stage", {
    apiId: api.ref,
    stageName: "$default",
    autoDeploy: true,
    accessLogSettings: {
      destinationArn: logs.logGroupArn,
      format: JSON.stringify(accessLogFormat),
    },
    defaultRouteSettings: throttling(defaultThrottle),
    routeSettings: Object.fromEntries(
      throttled.map(({ route, throttle }) => [routeKey(route), routeSettings(throttle)]),
    ),
  });
  // Settings can be given only to routes that exist.
  for (const { resource } of throttled) stage.addDependency(resource);
}

function throttling({ rate, burst }: { readonly rate: number; readonly burst: number }) {
  return { throttlingRateLimit: rate, throttlingBurstLimit: burst };
}

/** CloudFormation takes this map as plain JSON, in the API's own spelling. */
function routeSettings({ rate, burst }: { readonly rate: number; readonly burst: number }) {
  return { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst };
}

function fingerprint(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 8);
}
