import type { Credential, PatCredential } from "../dispatch/config.ts";
import type { AnswerHeaders } from "../dispatch/fetch.ts";
import { failureOfAnswer, messageOf } from "../dispatch/github/answer.ts";
import { callGitHub, commonHeaders, isAnswer } from "../dispatch/github/call.ts";
import type { OutcomeCode } from "../dispatch/outcome.ts";
import { fetchAppToken } from "../dispatch/tokens/app.ts";
import { type TokenExpiry, tokenExpiryIn } from "../dispatch/tokens/expiry.ts";
import { fetchPat } from "../dispatch/tokens/pat.ts";
import type { TokenServices } from "../dispatch/tokens/tokens.ts";

/** What checking a credential needs, besides the text of its secret. */
export type CheckServices = Omit<TokenServices, "readSecret">;

/** What GitHub says about a token. */
export interface TokenFacts {
  readonly login: string;
  readonly kind: "fine-grained" | "classic" | "OAuth app" | "other";
  /** As GitHub lists them; nothing for a token that has permissions in their place, or if it lists none. */
  readonly scopes: string | undefined;
  /** Nothing for a token that does not expire. */
  readonly expiry: TokenExpiry | undefined;
}

/** What a check has found, or why a secret is of no use. */
export type Checked<Value> =
  | { readonly value: Value; readonly problem?: never; readonly code?: never }
  | {
      readonly value?: never;
      readonly problem: string;
      /** What the answer means, if GitHub was asked. */
      readonly code?: OutcomeCode | "not-github";
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
  if (!isAnswer(answer)) {
    return { problem: `${apiUrl} can't be asked: ${answer.reason}`, code: "github-unavailable" };
  }
  const { status, headers: told } = answer;
  if (status !== 200) {
    const { code } = failureOfAnswer(answer, services, 1);
    return { problem: `${apiUrl} answered ${status}: ${messageOf(answer)}`, code };
  }
  const login = loginIn(answer.body);
  if (login === undefined) {
    const problem = `${apiUrl} answered 200 without a login: the answer is not GitHub's`;
    return { problem, code: "not-github" };
  }
  const expiry = tokenExpiryIn(told, name, services.now());
  const token = tokenIn(authorization);
  return { value: { login, kind: kindOf(token), scopes: scopesIn(told, token), expiry } };
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

function tokenIn(authorization: string): string {
  const [scheme, credentials = ""] = authorization.split(" ");
  if (scheme !== "Basic") return credentials;
  return Buffer.from(credentials, "base64").toString("utf8").split(":").at(-1) ?? "";
}

/**
 * github.blog/engineering/behind-githubs-new-authentication-token-formats tells of the prefixes; older
 * tokens have none.
 */
function kindOf(token: string): TokenFacts["kind"] {
  if (token.startsWith("github_pat_")) return "fine-grained";
  if (token.startsWith("ghp_")) return "classic";
  return token.startsWith("gho_") ? "OAuth app" : "other";
}

/**
 * An empty list is that of a token without scopes
 * (docs.github.com/en/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps), but also that of one with
 * permissions, which can't have any (github.com/cli/cli/issues/6520).
 */
function scopesIn(headers: AnswerHeaders, token: string): string | undefined {
  const hasPermissions = /^(github_pat|ghu|ghs)_/.test(token);
  return hasPermissions ? undefined : (headers.get("x-oauth-scopes") ?? undefined);
}

function loginIn(body: unknown): string | undefined {
  const isUser = typeof body === "object" && body !== null && "login" in body;
  return isUser && typeof body.login === "string" ? body.login : undefined;
}
