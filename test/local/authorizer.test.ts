import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Auth } from "../../dispatch/config.ts";
import { createAuthorizer } from "../../local/authorizer.ts";
import { type Issuer, startIssuer } from "../functions/contract/issuer.ts";
import { now } from "../functions/contract/request.ts";

let issuer: Issuer;
beforeEach(async () => {
  issuer = await startIssuer();
});
afterEach(() => issuer.close());

const authorize = () => createAuthorizer(() => now);
const authOf = (url: string): Auth => ({
  kind: "jwt",
  issuer: url,
  audience: "dispatcher",
  claims: {},
});

describe("claims", () => {
  test("are passed on as the texts that API Gateway makes of them", async () => {
    const claims = {
      sub: "octocat",
      groups: ["users", "release team"],
      none: [],
      level: 3,
      large: 1795521600123,
      verified: true,
      address: { city: "Paris" },
      nothing: null,
      empty: "",
    };
    const authorized = await authorize()(
      authOf(issuer.url),
      await issuer.authorization({ claims }),
    );
    const { iss, iat, exp, aud, ...passed } = authorized?.authorizer?.jwt?.claims ?? {};
    expect([iss, aud, iat, exp]).toEqual([
      issuer.url,
      "dispatcher",
      String(now / 1000),
      String(now / 1000 + 300),
    ]);
    expect(passed).toEqual({
      sub: "octocat",
      groups: "[users release team]",
      none: "[]",
      level: "3",
      large: "1795521600123",
      verified: "true",
      address: '{"city":"Paris"}',
      empty: "",
    });
  });
});

describe("an issuer", () => {
  test("with a slash at its end is another issuer", async () => {
    const authorization = await issuer.authorization({ claims: {} });
    expect(await authorize()(authOf(`${issuer.url}/`), authorization)).toBeUndefined();
  });

  test("that does not answer refuses, and is asked again", async () => {
    const check = authorize();
    const authorization = await issuer.authorization({ claims: {}, issuer: "http://127.0.0.1:1" });
    expect(await check(authOf("http://127.0.0.1:1"), authorization)).toBeUndefined();
    const good = await issuer.authorization({ claims: {} });
    expect(await check(authOf(issuer.url), good)).toBeDefined();
  });
});

describe("other kinds of auth", () => {
  test("a signed call is a local user's: nothing here can check a signature", async () => {
    expect(await authorize()({ kind: "iam" }, undefined)).toEqual({
      authorizer: { iam: { userArn: "arn:aws:iam::000000000000:user/local" } },
    });
  });

  test("what the handler checks itself passes", async () => {
    const auth: Auth = { kind: "token", secret: "routes/token" };
    expect(await authorize()(auth, "Bearer anything")).toEqual({ authorizer: undefined });
  });
});
