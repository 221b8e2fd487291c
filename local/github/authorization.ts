import type { Refusal } from "./message.ts";

/** The token a request carries, or why it is refused. */
export type Authorization =
  | { readonly token: string; readonly refusal?: never }
  | { readonly token?: never; readonly refusal: Refusal };

/** GitHub's answer where a token is needed and there is none. */
export const requiresAuthentication: Refusal = { status: 401, message: "Requires authentication" };

/** GitHub's answer to a token that is not, or no longer, valid. */
export const badCredentials: Refusal = { status: 401, message: "Bad credentials" };

/**
 * Checks the `Authorization` header: `Bearer TOKEN`, `token TOKEN` or `Basic base64(username:TOKEN)`
 * (docs.github.com/en/rest/authentication/authenticating-to-the-rest-api).
 *
 * @param accepted the tokens that are valid now; undefined accepts any token that is not empty.
 */
export function authorize(
  header: string | undefined,
  accepted: readonly string[] | undefined,
): Authorization {
  const token = tokenOf(header);
  if (token === undefined) return { refusal: requiresAuthentication };
  if (accepted !== undefined && !accepted.includes(token)) return { refusal: badCredentials };
  return { token };
}

/** The token in an `Authorization` header; undefined if there is none. */
export function tokenOf(header: string | undefined): string | undefined {
  const [, scheme, credentials] = /^([a-z]+) +(\S+) *$/i.exec(header ?? "") ?? [];
  if (scheme === undefined || credentials === undefined) return undefined;
  switch (scheme.toLowerCase()) {
    case "bearer":
    case "token":
      return credentials;
    case "basic":
      return passwordOf(credentials);
    default:
      return undefined;
  }
}

function passwordOf(credentials: string): string | undefined {
  const decoded = Buffer.from(credentials, "base64").toString("utf8");
  const colon = decoded.indexOf(":");
  const password = colon < 0 ? "" : decoded.slice(colon + 1);
  return password === "" ? undefined : password;
}
