import type { createRemoteJWKSet, JWTPayload } from "jose";
import type { Auth, JwtAuth } from "../dispatch/config.ts";
import type { Authorizer } from "../functions/authenticate.ts";

/** What API Gateway's authorizers would pass on, or `undefined` when they would refuse the call. */
export type Authorize = (
  auth: Auth,
  authorization: string | undefined,
) => Promise<{ readonly authorizer: Authorizer | undefined } | undefined>;

/**
 * Stands in for API Gateway's authorizers. JSON Web Tokens are really verified, with the issuer's keys;
 * SigV4 can't be on this machine, which knows no AWS account, so every call passes as a local user.
 */
export function createAuthorizer(now: () => number): Authorize {
  const keySets = new Map<string, ReturnType<typeof createRemoteJWKSet>>();

  async function keysOf(issuer: string) {
    const { createRemoteJWKSet } = await import("jose");
    const known = keySets.get(issuer);
    if (known !== undefined) return known;
    const discovery = await fetch(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`);
    const { jwks_uri: uri } = (await discovery.json()) as { jwks_uri: string };
    const keys = createRemoteJWKSet(new URL(uri));
    keySets.set(issuer, keys);
    return keys;
  }

  /** docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html */
  async function verify(auth: JwtAuth, token: string): Promise<Authorizer> {
    const { jwtVerify } = await import("jose");
    const { payload, protectedHeader } = await jwtVerify(token, await keysOf(auth.issuer), {
      issuer: auth.issuer,
      algorithms: ["RS256", "RS384", "RS512"],
      requiredClaims: ["exp"],
      currentDate: new Date(now()),
    });
    const isIssued = payload.iat === undefined || payload.iat * 1000 <= now();
    if (protectedHeader.kid === undefined || !isIssued || !isFor(auth, payload)) {
      throw new Error("an authorizer of API Gateway refuses this token");
    }
    return { jwt: { claims: asTexts(payload) } };
  }

  return async (auth, authorization) => {
    if (auth.kind === "iam") {
      return { authorizer: { iam: { userArn: "arn:aws:iam::000000000000:user/local" } } };
    }
    if (auth.kind !== "jwt") return { authorizer: undefined };
    const [, token] = /^(?:Bearer +)?(\S+)$/i.exec(authorization ?? "") ?? [];
    if (token === undefined) return undefined;
    return verify(auth, token).then(
      (authorizer) => ({ authorizer }),
      () => undefined,
    );
  };
}

/** Some issuers put the audience into `client_id`; it counts where there is no `aud`. */
function isFor({ audience }: JwtAuth, { aud, client_id: client }: JWTPayload): boolean {
  const audiences = [aud ?? client].flat();
  return [audience].flat().some((allowed) => audiences.includes(allowed));
}

/**
 * Claims as API Gateway passes them on: nothing but texts, a list as `[a b]`, no null
 * (measured: github.com/floci-io/floci/pull/2011).
 */
function asTexts(claims: JWTPayload): Record<string, string> {
  const present = Object.entries(claims).filter(([, value]) => value !== null);
  return Object.fromEntries(present.map(([name, value]) => [name, asText(value)]));
}

function asText(value: unknown): string {
  if (typeof value === "string") return value;
  return Array.isArray(value) ? `[${value.map(asText).join(" ")}]` : JSON.stringify(value);
}
