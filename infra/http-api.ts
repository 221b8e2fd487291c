import { RemovalPolicy, Stack } from "aws-cdk-lib";
import { CfnApi, CfnIntegration, CfnStage } from "aws-cdk-lib/aws-apigatewayv2";
import { CfnPermission, type Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import type { Config } from "../dispatch/config.ts";
import { routeKey } from "../dispatch/route-key.ts";
import type { ScopeOf } from "./places.ts";
import { type CreatedRoute, createRoutes } from "./routes.ts";

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
  scopeOf: ScopeOf,
): string | undefined {
  const routes = Object.values(config.triggers).flatMap(({ on }) =>
    on.http === undefined ? [] : [on.http],
  );
  if (routes.length === 0) return undefined;
  const scope = new Construct(parent, "HttpApi");
  const api = new CfnApi(scope, "Api", {
    name: Stack.of(parent).stackName,
    protocolType: "HTTP",
  });
  const integration = integrate(scope, api, handler);
  createStage(scope, api, createRoutes(scope, scopeOf, api, integration, routes));
  return api.attrApiEndpoint;
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

function createStage(scope: Construct, api: CfnApi, routes: readonly CreatedRoute[]): void {
  const logs = new LogGroup(scope, "AccessLogs", {
    retention: RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const throttled = routes.filter(({ route }) => route.throttle !== undefined);
  const stage = new CfnStage(scope, "Stage", {
    apiId: api.ref,
    stageName: "$default",
    autoDeploy: true,
    accessLogSettings: {
      destinationArn: accessLogArn(logs),
      format: JSON.stringify(accessLogFormat),
    },
    defaultRouteSettings: {
      throttlingRateLimit: defaultThrottle.rate,
      throttlingBurstLimit: defaultThrottle.burst,
    },
    routeSettings: throttled.length === 0 ? undefined : routeSettings(throttled),
  });
  // Settings can be given only to routes that exist.
  for (const { resource } of throttled) stage.addResourceDependency(resource);
}

/** API Gateway keeps it without the `:*` that a log group's Arn has in CloudFormation. */
function accessLogArn(logs: LogGroup): string {
  const { partition, region, account } = Stack.of(logs);
  return `arn:${partition}:logs:${region}:${account}:log-group:${logs.logGroupName}`;
}

/** CloudFormation takes this map as plain JSON, in the API's own spelling. */
function routeSettings(routes: readonly CreatedRoute[]) {
  const settings = routes.map(({ route }) => [
    routeKey(route),
    { ThrottlingRateLimit: route.throttle?.rate, ThrottlingBurstLimit: route.throttle?.burst },
  ]);
  return Object.fromEntries(settings);
}
