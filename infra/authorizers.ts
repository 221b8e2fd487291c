import { Validations } from "aws-cdk-lib";
import { type CfnApi, CfnAuthorizer, type CfnRoute } from "aws-cdk-lib/aws-apigatewayv2";
import type { Construct } from "constructs";
import type { Auth, JwtAuth } from "../dispatch/config.ts";
import { fingerprint } from "./fingerprint.ts";

/** What API Gateway itself asks of a route's callers. */
export type RouteAuthorization = {
  readonly authorizationType: string;
  readonly authorizerId?: string;
};

/** One authorizer serves all routes with the same issuer and audience; an API has ten at most. */
export function createAuthorizers(
  scope: Construct,
  api: CfnApi,
): (auth: Auth) => RouteAuthorization {
  const authorizers = new Map<string, CfnAuthorizer>();
  return (auth) => {
    if (auth.kind === "iam") return { authorizationType: "AWS_IAM" };
    if (auth.kind !== "jwt") return { authorizationType: "NONE" };
    const jwtConfiguration = jwtConfigurationOf(auth);
    const id = fingerprint(JSON.stringify(jwtConfiguration));
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

/** A token is for one of the audiences, so their order means nothing. */
function jwtConfigurationOf({ issuer, audience }: JwtAuth) {
  return { issuer, audience: [...new Set([audience].flat())].sort() };
}

/** Why API Gateway lets every call of a route through to the function. */
const openReasons = {
  hmac: "The function checks the signature over the body, which no authorizer of API Gateway sees.",
  token: "The function compares the bearer token with the route's own secret.",
  none: "triggers.yaml says in so many words that everybody may call this route.",
} as const;

/** Tells cdk-nag why a route has no authorization of API Gateway's, where that is meant. */
export function acknowledgeOpen(route: CfnRoute, { kind }: Auth): void {
  if (kind === "iam" || kind === "jwt") return;
  Validations.of(route).acknowledge({ id: "AwsSolutions-APIG4", reason: openReasons[kind] });
}
