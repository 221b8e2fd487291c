import { createRemoteJWKSet, jwtVerify } from "jose";
import type { Auth } from "../dispatch/config.ts";
import type { Authorizer } from "../functions/authenticate.ts";

type JwtAuth = Extract<Auth, { kind: "jwt" }>;

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
    const known = keySets.get(issuer);
    if (known !== undefined) return known;
    const discovery = await fetch(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`);
    const { jwks_uri: uri } = (await discovery.json()) as { jwks_uri: string };
    const keys = createRemoteJWKSet(new URL(uri));
    keySets.set(issuer, keys);
    return keys;
  }

  async function verify(auth: JwtAuth, token: string): Promise<Authorizer> {
    const { payload } = await jwtVerify(token, await keysOf(auth.issuer), {
      issuer: auth.issuer,
      audience: [auth.audience].flat(),
      currentDate: new Date(now()),
    });
    return { jwt: { claims: payload } };
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
