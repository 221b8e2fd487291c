import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { onlyResource, resourcesOf } from "./resources.ts";
import { synthesize, type Triggers } from "./synthesize.ts";

interface RouteCase {
  readonly name: string;
  readonly http: object;
  readonly route: object;
}

const cases: RouteCase[] = JSON.parse(
  readFileSync(new URL("./cases/routes.json", import.meta.url), "utf8"),
);

const route = (http: object) => ({ on: { http } });
const jwt = (audience: string | readonly string[], issuer = "https://issuer.example") => ({
  jwt: { issuer, audience },
});

test.each(cases)("route: $name", ({ http, route: properties }) => {
  const template = synthesize({ deploy: route(http) });
  expect(onlyResource(template, "AWS::ApiGatewayV2::Route").properties).toEqual({
    ApiId: "${HttpApi}",
    Target: "integrations/${HttpApiIntegration}",
    ...properties,
  });
});

test("routes with the same issuer and audiences share an authorizer", () => {
  const template = synthesize({
    one: route({ path: "/one", auth: jwt(["a", "b"]) }),
    same: route({ path: "/same", auth: jwt(["b", "a", "b"]) }),
    "another-claim": route({
      path: "/another-claim",
      auth: { jwt: { ...jwt(["a", "b"]).jwt, claims: { repository: "acme/hello" } } },
    }),
    "another-audience": route({ path: "/another-audience", auth: jwt("a") }),
    "another-issuer": route({ path: "/another-issuer", auth: jwt("a", "https://other.example") }),
  });
  const authorizers = resourcesOf(template, "AWS::ApiGatewayV2::Authorizer");
  expect(authorizers.map(({ properties }) => properties.JwtConfiguration)).toEqual([
    { Issuer: "https://issuer.example", Audience: ["a", "b"] },
    { Issuer: "https://issuer.example", Audience: ["a"] },
    { Issuer: "https://other.example", Audience: ["a"] },
  ]);
  const routes = resourcesOf(template, "AWS::ApiGatewayV2::Route");
  const authorizerIds = routes.map(({ properties }) => properties.AuthorizerId);
  const [first, second, third] = authorizers.map(({ id }) => `\${${id}}`);
  expect(authorizerIds).toEqual([first, first, first, second, third]);
});

test("an authorizer reads the token where callers send it", () => {
  const template = synthesize({ deploy: route({ path: "/deploy", auth: jwt("us") }) });
  expect(onlyResource(template, "AWS::ApiGatewayV2::Authorizer").properties).toEqual({
    ApiId: "${HttpApi}",
    Name: "jwt-aab285f0",
    AuthorizerType: "JWT",
    IdentitySource: ["$request.header.Authorization"],
    JwtConfiguration: { Issuer: "https://issuer.example", Audience: ["us"] },
  });
});

const three: Triggers = {
  one: route({ path: "/one" }),
  two: route({ path: "/two", throttle: { rate: 0.5, burst: 3 } }),
  three: route({ method: "GET", path: "/{number}", throttle: { rate: 100, burst: 200 } }),
};

test("throttles are settings of their routes, and come after them", () => {
  const stage = onlyResource(synthesize(three), "AWS::ApiGatewayV2::Stage");
  expect(stage.properties.RouteSettings).toEqual({
    "POST /two": { ThrottlingRateLimit: 0.5, ThrottlingBurstLimit: 3 },
    "GET /{number}": { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 },
  });
  expect(stage.dependsOn.map((id) => id.replace(/[0-9a-f]{8}$/, ""))).toEqual([
    "HttpApiRouteGET",
    "HttpApiRoutePOSTtwo",
  ]);
});

test("a stage without throttles has the default alone", () => {
  const stage = onlyResource(
    synthesize({ one: route({ path: "/one" }) }),
    "AWS::ApiGatewayV2::Stage",
  );
  expect(stage.dependsOn).toEqual([]);
  expect(stage.properties).toEqual({
    ApiId: "${HttpApi}",
    StageName: "$default",
    AutoDeploy: true,
    DefaultRouteSettings: { ThrottlingRateLimit: 10, ThrottlingBurstLimit: 20 },
    AccessLogSettings: {
      DestinationArn:
        "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:${HttpApiAccessLogs}",
      Format: expect.any(String),
    },
  });
});

test("access logs hold nothing that proves who calls", () => {
  const { properties } = onlyResource(synthesize(three), "AWS::ApiGatewayV2::Stage");
  const settings = properties.AccessLogSettings as { readonly Format: string };
  const format = Object.values(JSON.parse(settings.Format) as Record<string, string>);
  expect(format).toContain("$context.requestId");
  expect(format).toContain("$context.status");
  expect(format.filter((variable) => !/^\$context\.[A-Za-z.]+$/.test(variable))).toEqual([]);
  // $context.authorizer.claims, $context.identity.* and the query are the caller's own.
  const telling = /claims|principal|user|caller|accessKey|cognito|header|query|path\b/i;
  expect(format.filter((variable) => telling.test(variable))).toEqual([]);
});

test("one integration and one permission serve all routes", () => {
  const template = synthesize(three);
  expect(resourcesOf(template, "AWS::ApiGatewayV2::Route")).toHaveLength(3);
  expect(onlyResource(template, "AWS::ApiGatewayV2::Integration").properties).toEqual({
    ApiId: "${HttpApi}",
    IntegrationType: "AWS_PROXY",
    IntegrationUri: "${HttpFunction.Arn}",
    PayloadFormatVersion: "2.0",
  });
  expect(onlyResource(template, "AWS::Lambda::Permission").properties).toEqual({
    Action: "lambda:InvokeFunction",
    FunctionName: "${HttpFunction.Arn}",
    Principal: "apigateway.amazonaws.com",
    SourceArn: "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${HttpApi}/*",
  });
  expect(onlyResource(template, "AWS::ApiGatewayV2::Api").properties).toEqual({
    Name: "Dispatcher",
    ProtocolType: "HTTP",
  });
});
