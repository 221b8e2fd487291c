import { expect, test } from "vitest";
import { checkClaims } from "../../functions/claims.ts";
import { readCases } from "./contract/cases.ts";

interface ClaimCase {
  readonly name: string;
  /** What the route asks for. */
  readonly required: Readonly<Record<string, string | string[]>>;
  /** What API Gateway passes on. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** The claims inside the token. */
  readonly token?: Readonly<Record<string, unknown>>;
  /** The header, with the token in it. */
  readonly header?: string;
  readonly caller?: string;
  /** The claim for which the call is refused. */
  readonly refused?: string;
}

test.each(readCases<ClaimCase[]>("claims.json"))("$name", (one) => {
  const auth = { kind: "jwt", issuer: "https://issuer.example", audience: "dispatcher" } as const;
  const step = checkClaims({ ...auth, claims: one.required }, one.claims, headerOf(one));
  if (one.refused === undefined) expect(step).toEqual({ value: one.caller });
  else {
    const detail = `the token's claim '${one.refused}' is not one allowed`;
    expect(step.failure).toEqual({ kind: "rejected", code: "forbidden", detail });
  }
});

function headerOf({ token, header }: ClaimCase): string | undefined {
  if (token === undefined) return header;
  const [head, payload] = [{ alg: "RS256" }, token].map((part) =>
    Buffer.from(JSON.stringify(part)).toString("base64url"),
  );
  const jwt = `${head}.${payload}.c2lnbmF0dXJl`;
  return (header ?? "Bearer {token}").replaceAll("{token}", jwt);
}
