import type { Credential, PatCredential } from "../dispatch/config.ts";
import { messageOf } from "../dispatch/github/answer.ts";
import { callGitHub, commonHeaders, isAnswer } from "../dispatch/github/call.ts";
import { fetchAppToken } from "../dispatch/tokens/app.ts";
import { type TokenExpiry, tokenExpiryIn } from "../dispatch/tokens/expiry.ts";
import { fetchPat } from "../dispatch/tokens/pat.ts";
import type { TokenServices } from "../dispatch/tokens/tokens.ts";

/** What checking a credential needs, besides the text of its secret. */
export type CheckServices = Omit<TokenServices, "readSecret">;

/** What GitHub says about a token. */
export interface TokenFacts {
  readonly login: string;
  readonly kind: "fine-grained" | "classic" | "other";
  /** Of a classic token, as GitHub lists them. */
  readonly scopes: string | undefined;
  /** Nothing for a token that does not expire. */
  readonly expiry: TokenExpiry | undefined;
}

/** What a check has found, or why a secret is of no use. */
export type Checked<Value> =
  | { readonly value: Value; readonly problem?: never; readonly status?: never }
  | {
      readonly value?: never;
      readonly problem: string;
      /** What GitHub answered, if it was that. */
      readonly status?: number;
    };

/**
 * The Authorization header that the dispatcher makes of a secret.
 *
 * @param text what the secret holds.
 */
export async function authorizationOf(
  { pat }: PatCredential,
  text: string,
  services: CheckServices,
): Promise<Checked<string>> {
  const token = await fetchPat(pat, { ...services, readSecret: async () => text });
  if (token.failure !== undefined) return { problem: token.failure.detail };
  return { value: token.value.authorization };
}

/** Asks GitHub whose a token is: docs.github.com/en/rest/users/users#get-the-authenticated-user. */
export async function checkToken(
  name: string,
  { "api-url": apiUrl }: PatCredential,
  authorization: string,
  services: CheckServices,
): Promise<Checked<TokenFacts>> {
  const headers = { ...commonHeaders, authorization };
  const answer = await callGitHub({ method: "GET", url: `${apiUrl}/user`, headers }, services);
  if (!isAnswer(answer)) return { problem: `${apiUrl} can't be asked: ${answer.reason}` };
  if (answer.status !== 200) {
    const { status } = answer;
    return { problem: `${apiUrl} answered ${status}: ${messageOf(answer)}`, status };
  }
  const expiry = tokenExpiryIn(answer.headers, name, services.now());
  const kind = kindOf(authorization);
  const scopes = kind === "classic" ? (answer.headers.get("x-oauth-scopes") ?? "") : undefined;
  return { value: { login: loginIn(answer.body), kind, scopes, expiry } };
}

/** Whether GitHub gives an App installation tokens for the key that its secret holds. */
export async function checkApp(
  { app, "api-url": apiUrl }: Exclude<Credential, PatCredential>,
  text: string,
  services: CheckServices,
): Promise<Checked<true>> {
  const token = await fetchAppToken(app, apiUrl, { ...services, readSecret: async () => text });
  return token.failure === undefined ? { value: true } : { problem: token.failure.detail };
}

/** github.blog/engineering/behind-githubs-new-authentication-token-formats tells of the prefixes. */
function kindOf(authorization: string): TokenFacts["kind"] {
  const [scheme, credentials = ""] = authorization.split(" ");
  const token =
    scheme === "Basic"
      ? Buffer.from(credentials, "base64").toString("utf8").split(":").at(-1)
      : credentials;
  if (token?.startsWith("github_pat_")) return "fine-grained";
  return token?.startsWith("ghp_") ? "classic" : "other";
}

function loginIn(body: unknown): string {
  const isUser = typeof body === "object" && body !== null && "login" in body;
  return isUser ? String(body.login) : "unknown";
}
