import type { Step } from "../outcome.ts";
import { malformedSecret, tryReadSecret } from "./secret.ts";
import type { Authorization, Token, TokenServices } from "./tokens.ts";

/** A rotated token stays in use this long at most, unless GitHub refuses it before. */
const lifetime = 5 * 60 * 1000;

/** Fetches a personal access token: a bare one, or JSON with a user name for Basic authentication. */
export async function fetchPat(secret: string, services: TokenServices): Promise<Step<Token>> {
  const text = await tryReadSecret(secret, services.readSecret);
  if (text.failure !== undefined) return text;
  const authorization = patAuthorization(text.value);
  if (authorization === undefined) {
    return malformedSecret(secret, 'a bare token or {"username": …, "token": …}');
  }
  return { value: { authorization, usableUntil: services.now() + lifetime } };
}

function patAuthorization(text: string): Authorization | undefined {
  if (!text.startsWith("{")) return isHeaderSafe(text) ? `Bearer ${text}` : undefined;
  const { username, token } = parseObject(text);
  if (typeof token !== "string" || !isHeaderSafe(token)) return undefined;
  if (username === undefined) return `Bearer ${token}`;
  if (typeof username !== "string" || username.includes(":")) return undefined;
  return `Basic ${Buffer.from(`${username}:${token}`).toString("base64")}`;
}

/** A header takes visible ASCII only; anything else in a token is a slip of whoever stored it. */
function isHeaderSafe(token: string): boolean {
  return /^[\x21-\x7e]+$/.test(token);
}

function parseObject(text: string): { readonly username?: unknown; readonly token?: unknown } {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
