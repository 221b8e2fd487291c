import { createHash, timingSafeEqual } from "node:crypto";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import type { Auth, HmacAuth, JwtAuth, TokenAuth } from "../dispatch/config.ts";
import { rejected, type Step } from "../dispatch/outcome.ts";
import { malformedSecret, tryReadSecret } from "../dispatch/tokens/secret.ts";
import type { App } from "./app.ts";
import { checkClaims } from "./claims.ts";

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
      return checkWebToken(auth, proof);
    case "token":
      return checkToken(auth, proof, app);
    case "hmac":
      return checkSignature(auth, proof, app);
  }
}

function checkWebToken(auth: JwtAuth, { authorizer, headers }: Proof): Step<string> {
  const claims = authorizer?.jwt?.claims;
  if (!claims) return unauthenticated("there is no verified JSON Web Token");
  return checkClaims(auth, claims, headers.authorization);
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
  return auth.scheme === "github"
    ? checkGitHubSignature(auth, proof, app)
    : checkStandardWebhook(auth, proof, app);
}

/** docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries */
async function checkGitHubSignature(auth: HmacAuth, proof: Proof, app: App): Promise<Step<string>> {
  const signature = proof.headers["x-hub-signature-256"];
  if (!signature || proof.rawBody === "") return unauthenticated("there is no signed body");
  const key = await readKey(auth, app);
  if (key.failure !== undefined) return key;
  const { verify } = await import("@octokit/webhooks-methods");
  if (await verify(key.value, proof.rawBody, signature)) return { value: "" };
  return unauthenticated("the signature is wrong");
}

/** github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
async function checkStandardWebhook(
  auth: HmacAuth,
  { headers, rawBody }: Proof,
  app: App,
): Promise<Step<string>> {
  const id = headers["webhook-id"];
  const seconds = Number(headers["webhook-timestamp"] || Number.NaN);
  const signatures = headers["webhook-signature"];
  if (!id || !Number.isInteger(seconds) || !signatures) {
    return unauthenticated("the webhook-id, -timestamp or -signature is missing");
  }
  if (Math.abs(app.now() / 1000 - seconds) > auth["replay-window"]) {
    return unauthenticated("the webhook's timestamp is outside the replay window");
  }
  const key = await readKey(auth, app);
  if (key.failure !== undefined) return key;
  const expected = await signStandardWebhook(key.value, id, seconds, rawBody);
  if (expected === undefined) return malformedSecret(auth.secret, "a base64 key (whsec_…)");
  const matches = signatures.split(" ").filter((signature) => isSame(signature, expected));
  return matches.length > 0 ? { value: "" } : unauthenticated("the signature is wrong");
}

/** The key is read only for a call that is signed: strangers can't make Secrets Manager work. */
async function readKey(auth: HmacAuth, app: App): Promise<Step<string>> {
  const key = await tryReadSecret(auth.secret, app.readRouteSecret);
  return key.value === "" ? malformedSecret(auth.secret, "a key") : key;
}

async function signStandardWebhook(
  secret: string,
  id: string,
  seconds: number,
  rawBody: string,
): Promise<string | undefined> {
  // In the bundle, a CommonJS package that is loaded late has its default export alone.
  const { default: library } = await import("standardwebhooks");
  try {
    return new library.Webhook(secret).sign(id, new Date(seconds * 1000), rawBody);
  } catch (error) {
    // A bug is no malformed secret.
    if (error instanceof TypeError) throw error;
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
