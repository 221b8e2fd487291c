import { createHmac } from "node:crypto";
import type { Auth } from "../../dispatch/config.ts";
import { routeSecret } from "../../local/secrets.ts";
import type { Call } from "./call.ts";
import { type Example, tryConfigOf } from "./example.ts";
import type { Issuer } from "./issuer.ts";

type HmacAuth = Extract<Auth, { kind: "hmac" }>;
type JwtAuth = Extract<Auth, { kind: "jwt" }>;
type Headers = Readonly<Record<string, string>>;

/** Headers that prove nothing, and the status of the refusal. */
export interface Forgery {
  readonly name: string;
  readonly headers: Headers;
  readonly status: 401 | 403;
}

/** Whether a trigger's route checks callers on this machine. API Gateway alone checks `iam`. */
export function isGuarded(example: Example, trigger: string): boolean {
  const kind = tryConfigOf(example)?.triggers[trigger]?.on.http?.auth.kind;
  return kind !== undefined && kind !== "iam" && kind !== "none";
}

/** The headers that prove who calls, made as the caller makes them, not with the code under test. */
export async function prove(auth: Auth, call: Call, issuer: Issuer): Promise<Headers> {
  switch (auth.kind) {
    case "iam":
    case "none":
      return {};
    case "token":
      return { authorization: `Bearer ${routeSecret}` };
    case "hmac":
      return signed(auth, call, { secret: routeSecret });
    case "jwt":
      return bearer(await issuer.sign({ aud: [auth.audience].flat(), ...call.claims }));
  }
}

/** What a stranger might try, where the route is guarded. */
export async function forge(auth: Auth, call: Call, issuer: Issuer): Promise<readonly Forgery[]> {
  switch (auth.kind) {
    case "iam":
    case "none":
      return [];
    case "token":
      return [
        refused("no token", {}),
        refused("another token", { authorization: "Bearer guess" }),
        refused("another scheme", { authorization: `Basic ${btoa(`x:${routeSecret}`)}` }),
      ];
    case "hmac":
      return forgedSignatures(auth, call);
    case "jwt":
      return forgedTokens(auth, call, issuer);
  }
}

function forgedSignatures(auth: HmacAuth, call: Call): readonly Forgery[] {
  const secret = routeSecret;
  const late = Math.floor(Date.now() / 1000) - auth["replay-window"] - 60;
  const body = `${call.body ?? ""} `;
  const old = signed(auth, call, { secret, timestamp: late });
  return [
    refused("no signature", {}),
    refused("another key", signed(auth, call, { secret: "c3RyYW5nZXI=" })),
    refused("another body's signature", signed(auth, { ...call, body }, { secret })),
    ...(auth.scheme === "github" ? [] : [refused("an old signature", old)]),
  ];
}

async function forgedTokens(auth: JwtAuth, call: Call, issuer: Issuer) {
  const claims = { aud: [auth.audience].flat(), ...call.claims };
  const past = Math.floor(Date.now() / 1000) - 3600;
  const strangers = Object.keys(auth.claims).flatMap((claim) => [
    { name: `another ${claim}`, claims: { ...claims, [claim]: "another" } },
    { name: `no ${claim}`, claims: { ...claims, [claim]: undefined } },
  ]);
  return [
    refused("no token", {}),
    refused("another key", bearer(await issuer.forge(claims))),
    refused("another audience", bearer(await issuer.sign({ ...claims, aud: "another" }))),
    refused("another issuer", bearer(await issuer.sign({ ...claims, iss: "https://x.example" }))),
    refused("an expired token", bearer(await issuer.sign({ ...claims, exp: past }))),
    ...(await Promise.all(
      strangers.map(async ({ name, claims: theirs }) => ({
        name,
        headers: bearer(await issuer.sign(theirs)),
        status: 403 as const,
      })),
    )),
  ];
}

function refused(name: string, headers: Headers): Forgery {
  return { name, headers, status: 401 };
}

function bearer(token: string): Headers {
  return { authorization: `Bearer ${token}` };
}

interface Signing {
  readonly secret: string;
  /** Seconds since the epoch; by default now. */
  readonly timestamp?: number;
}

function signed({ scheme }: HmacAuth, { headers, body = "" }: Call, signing: Signing): Headers {
  const { secret, timestamp = Math.floor(Date.now() / 1000) } = signing;
  if (scheme === "github") {
    return { "x-hub-signature-256": `sha256=${hmac(secret, body).toString("hex")}` };
  }
  const id = headers["webhook-id"] ?? "msg_1";
  const signature = hmac(Buffer.from(secret, "base64"), `${id}.${timestamp}.${body}`);
  return {
    "webhook-id": id,
    "webhook-timestamp": String(timestamp),
    "webhook-signature": `v1,${signature.toString("base64")}`,
  };
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
