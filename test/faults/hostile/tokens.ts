import { createHmac } from "node:crypto";
import { secrets } from "../../functions/contract/cases.ts";
import type { Issuer } from "../../functions/contract/issuer.ts";
import { now } from "../../functions/contract/request.ts";
import type { Proof } from "./signatures.ts";
import { type Header, inBytes, type Tricks } from "./tricks.ts";

const right = secrets["routes/token"] ?? "";

function authorization(...values: readonly string[]): Proof {
  return () => values.map((value): Header => ["Authorization", value]);
}

/** Bearer tokens, none of which is the right one alone. */
export const bearerTokens: Tricks<Proof> = {
  "no token": () => [],
  "an empty header": authorization(""),
  "a scheme alone": authorization("Bearer"),
  "a wrong token": authorization("Bearer wrong-token-8f21"),
  "all but the last character": authorization(`Bearer ${right.slice(0, -1)}`),
  "one character more": authorization(`Bearer ${right}x`),
  "in capitals": authorization(`Bearer ${right.toUpperCase()}`),
  "no scheme": authorization(right),
  "Basic, with the right token": authorization(
    `Basic ${Buffer.from(`user:${right}`).toString("base64")}`,
  ),
  "another scheme": authorization(`Token ${right}`),
  "the right token among others": authorization(`Bearer wrong-token-8f21, Bearer ${right}`),
  "two tokens in one": authorization(`Bearer ${right} wrong-token-8f21`),
  "two headers": authorization("Bearer wrong-token-8f21", `Bearer ${right}`),
  "two headers, the right one first": authorization(`Bearer ${right}`, "Bearer wrong-token-8f21"),
  "a tab": authorization(`Bearer\t${right}`),
  "a token that is not ASCII": authorization(`Bearer ${inBytes("tökén-8f21-💥")}`),
  "a token of 8 KB": authorization(`Bearer ${"t".repeat(8192)}`),
  "a prototype's name": authorization("Bearer __proto__.token"),
  "another header": () => [["x-authorization", `Bearer ${right}`]],
  "a cookie": () => [["cookie", `token=${right}`]],
};

/** Bearer tokens that a server need not answer. */
export const brokenTokens: Tricks<Proof> = {
  "a control character": authorization(`Bearer ${right}\x01`),
  "a NUL": authorization(`Bearer \0${right}`),
  "a line break": authorization(`Bearer wrong-token-8f21\r\nx-note: ${right}`),
};

/** What the route asks for. */
const claims = {
  sub: "hostile",
  repository: "acme/app",
  groups: ["admins"],
  verified: "true",
  level: "3",
};

/**
 * JSON Web Tokens that no authorizer of API Gateway lets pass, or that lack a claim.
 *
 * @returns by their names; the values of an Authorization header.
 */
export async function createWebTokens(issuer: Issuer): Promise<Tricks<string>> {
  const make = (token: Omit<Parameters<Issuer["authorization"]>[0], "claims">, own = {}) =>
    issuer.authorization({ expires: 86_400, ...token, claims: { ...claims, ...own } });
  const good = await make({});
  const [header = "", payload = "", signature = ""] = good.slice("Bearer ".length).split(".");
  const flipped = signature.startsWith("A") ? `B${signature.slice(1)}` : `A${signature.slice(1)}`;
  return {
    "no key of the issuer": await make({ forged: true }),
    "another algorithm": await make({ algorithm: "ES256" }),
    "no key id": await make({ keyId: null }),
    "an unknown key id": await make({ keyId: "../../unknown" }),
    expired: await make({ expires: -1 }),
    "no expiry": await make({ expires: null }),
    "issued in the future": await make({ age: -90_000 }),
    "another issuer": await make({ issuer: "https://evil.example" }),
    "another audience": await make({ audience: "another" }),
    "no audience": await make({ audience: null }),
    "another repository": await make({}, { repository: "acme/other" }),
    "a repository that is a list": await make({}, { repository: [["acme/app"]] }),
    "another group": await make({}, { groups: ["release", "team admins"] }),
    "the group inside a text": await make({}, { groups: "[release team]" }),
    "no level": await make({}, { level: undefined }),
    "alg none": `Bearer ${encode({ alg: "none" })}.${payload}.`,
    "alg none, with a signature": `Bearer ${encode({ alg: "nOnE", kid: "rsa" })}.${payload}.${signature}`,
    "signed with the public key": `Bearer ${signedWithText(encode({ alg: "HS256", kid: "rsa" }), payload)}`,
    "a key of its own": `Bearer ${encode({ alg: "RS256", jwk: { kty: "RSA", n: "AQAB", e: "AQAB" } })}.${payload}.${signature}`,
    "a key elsewhere": `Bearer ${encode({ alg: "RS256", kid: "rsa", jku: "http://127.0.0.1:1/" })}.${payload}.${signature}`,
    "a critical extension": `Bearer ${encode({ alg: "RS256", kid: "rsa", crit: ["b64"], b64: false })}.${payload}.${signature}`,
    "another payload": `Bearer ${header}.${encode({ ...claims, iss: issuer.url, exp: now })}.${signature}`,
    "another signature": `Bearer ${header}.${payload}.${flipped}`,
    "no signature": `Bearer ${header}.${payload}.`,
    "two parts": `Bearer ${header}.${payload}`,
    "three dots": `Bearer ${header}.${payload}.${signature}.${signature}`,
    "dots alone": "Bearer ...",
    "five parts": "Bearer eyJhbGciOiJkaXIi.aaaaaaaa.bbbbbbbb.cccccccc.dddddddd",
    garbage: "Bearer \xe9\xff!$%&/()=garbage-token",
    "a header that is no JSON": `Bearer ${Buffer.from("{").toString("base64url")}.${payload}.${signature}`,
    "a payload that is null": `Bearer ${header}.${encode(null)}.${signature}`,
    "12 KB": `Bearer ${header}.${encode({ ...claims, pad: "p".repeat(9000) })}.${signature}`,
    "two tokens": `${good} ${good}`,
    "a list of tokens": `${good}, ${good}`,
    "another scheme": `Basic ${good.slice("Bearer ".length)}`,
    "a scheme alone": "Bearer ",
    empty: "",
  };
}

function encode(part: unknown): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}

/** As for a verifier that takes the issuer's public key for a shared one. */
function signedWithText(header: string, payload: string): string {
  const hmac = createHmac("sha256", "-----BEGIN PUBLIC KEY-----\n");
  return `${header}.${payload}.${hmac.update(`${header}.${payload}`).digest("base64url")}`;
}
