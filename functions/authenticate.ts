import { createHash, timingSafeEqual } from "node:crypto";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import type { Auth } from "../dispatch/config.ts";
import { rejected, type Step } from "../dispatch/outcome.ts";
import { malformedSecret, tryReadSecret } from "../dispatch/tokens/secret.ts";
import type { App } from "./app.ts";

type JwtAuth = Extract<Auth, { kind: "jwt" }>;
type HmacAuth = Extract<Auth, { kind: "hmac" }>;
type TokenAuth = Extract<Auth, { kind: "token" }>;

/** What of a call proves who makes it. */
export interface Proof {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly rawBody: string;
  readonly authorizer: Authorizer | undefined;
}

/** What API Gateway's own authorizers found out. */
export interface Authorizer {
  readonly iam?: { readonly userArn?: string | null };
  readonly jwt?: { readonly claims: Readonly<Record<string, unknown>> };
}

/** The proof in an event of API Gateway. */
export function proofOf(event: APIGatewayProxyEventV2, rawBody: string): Proof {
  const context = event.requestContext as { readonly authorizer?: Authorizer };
  return { headers: event.headers, rawBody, authorizer: context.authorizer };
}

/**
 * Who calls, or why the call is refused. API Gateway has checked SigV4 and JSON Web Tokens before the
 * handler runs; it never sees bodies and knows no secrets, so the rest is checked here.
 */
export async function authenticate(auth: Auth, proof: Proof, app: App): Promise<Step<string>> {
  switch (auth.kind) {
    case "none":
      return { value: "" };
    case "iam":
      return { value: proof.authorizer?.iam?.userArn ?? "" };
    case "jwt":
      return checkClaims(auth, proof);
    case "token":
      return checkToken(auth, proof, app);
    case "hmac":
      return checkSignature(auth, proof, app);
  }
}

function checkClaims(auth: JwtAuth, { authorizer }: Proof): Step<string> {
  const claims = authorizer?.jwt?.claims;
  if (claims === undefined) return unauthenticated("there is no verified JSON Web Token");
  for (const [name, allowed] of Object.entries(auth.claims)) {
    const value = Object.hasOwn(claims, name) ? String(claims[name]) : undefined;
    if (value === undefined || ![allowed].flat().includes(value)) {
      return { failure: rejected("forbidden", `the token's claim '${name}' is not one allowed`) };
    }
  }
  return { value: typeof claims.sub === "string" ? claims.sub : "" };
}

async function checkToken(auth: TokenAuth, { headers }: Proof, app: App): Promise<Step<string>> {
  const [, given] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? "") ?? [];
  if (given === undefined) return unauthenticated("there is no bearer token");
  const expected = await tryReadSecret(auth.secret, app.readRouteSecret);
  if (expected.failure !== undefined) return expected;
  if (expected.value === "") return malformedSecret(auth.secret, "a token");
  return isSame(given, expected.value)
    ? { value: "" }
    : unauthenticated("the bearer token is wrong");
}

async function checkSignature(auth: HmacAuth, proof: Proof, app: App): Promise<Step<string>> {
  const secret = await tryReadSecret(auth.secret, app.readRouteSecret);
  if (secret.failure !== undefined) return secret;
  if (secret.value === "") return malformedSecret(auth.secret, "a key");
  return auth.scheme === "github"
    ? checkGitHubSignature(secret.value, proof)
    : checkStandardWebhook(auth, secret.value, proof, app.now());
}

/** docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries */
async function checkGitHubSignature(secret: string, proof: Proof): Promise<Step<string>> {
  const signature = proof.headers["x-hub-signature-256"];
  if (!signature || proof.rawBody === "") return unauthenticated("there is no signed body");
  const { verify } = await import("@octokit/webhooks-methods");
  if (await verify(secret, proof.rawBody, signature)) return { value: "" };
  return unauthenticated("the signature is wrong");
}

/** github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
async function checkStandardWebhook(
  auth: HmacAuth,
  secret: string,
  { headers, rawBody }: Proof,
  now: number,
): Promise<Step<string>> {
  const id = headers["webhook-id"];
  const seconds = Number(headers["webhook-timestamp"] || Number.NaN);
  const signatures = headers["webhook-signature"];
  if (!id || !Number.isInteger(seconds) || !signatures) {
    return unauthenticated("the webhook-id, -timestamp or -signature is missing");
  }
  if (Math.abs(now / 1000 - seconds) > auth["replay-window"]) {
    return unauthenticated("the webhook's timestamp is outside the replay window");
  }
  const expected = await signStandardWebhook(secret, id, seconds, rawBody);
  if (expected === undefined) return malformedSecret(auth.secret, "a base64 key (whsec_…)");
  const matches = signatures.split(" ").filter((signature) => isSame(signature, expected));
  return matches.length > 0 ? { value: "" } : unauthenticated("the signature is wrong");
}

async function signStandardWebhook(
  secret: string,
  id: string,
  seconds: number,
  rawBody: string,
): Promise<string | undefined> {
  const { Webhook } = await import("standardwebhooks");
  try {
    return new Webhook(secret).sign(id, new Date(seconds * 1000), rawBody);
  } catch {
    return undefined;
  }
}

/** Compares in constant time. Hashes have one length, so not even the secret's length shows. */
function isSame(given: string, expected: string): boolean {
  const hash = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(given), hash(expected));
}

function unauthenticated(detail: string): Step<string> {
  return { failure: rejected("unauthenticated", detail) };
}
