import type { AppCredential } from "../config.ts";
import { failureOfAnswer, messageOf } from "../github/answer.ts";
import {
  type Answer,
  callGitHub,
  commonHeaders,
  type GitHubRequest,
  isAnswer,
} from "../github/call.ts";
import { retry, type Step, withoutRun } from "../outcome.ts";
import { malformedSecret, tryReadSecret } from "./secret.ts";
import type { Token, TokenServices } from "./tokens.ts";

/** Installation tokens last an hour; one is replaced this long before, so that none expires on its way. */
const margin = 5 * 60 * 1000;

/**
 * Fetches an installation token of a GitHub App with a JWT signed by the App's private key:
 * docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app.
 */
export async function fetchAppToken(
  app: AppCredential["app"],
  apiUrl: string,
  services: TokenServices,
): Promise<Step<Token>> {
  const privateKey = await tryReadSecret(app["private-key"], services.readSecret);
  if (privateKey.failure !== undefined) return privateKey;
  const jwt = await signJwt(app.id, privateKey.value, services.now());
  if (jwt === undefined) return malformedSecret(app["private-key"], "the App's private key (PEM)");
  const request = tokenRequest(apiUrl, app["installation-id"], jwt);
  const answer = await callGitHub(request, services);
  if (!isAnswer(answer)) {
    return { failure: retry("github-unavailable", `no installation token: ${answer.reason}`, 10) };
  }
  return tokenOf(answer) ?? { failure: failureOfToken(answer, app, services) };
}

/**
 * A JWT for an App; nothing where the text is no private key. The library is loaded only here: most stacks have
 * no App.
 *
 * @param now milliseconds since the epoch.
 */
export async function signJwt(
  id: number,
  privateKey: string,
  now: number,
): Promise<string | undefined> {
  const { default: githubAppJwt } = await import("universal-github-app-jwt");
  try {
    return (await githubAppJwt({ id, privateKey, now: Math.floor(now / 1000) })).token;
  } catch {
    return undefined;
  }
}

function tokenRequest(apiUrl: string, installationId: number, jwt: string): GitHubRequest {
  return {
    method: "POST",
    url: `${apiUrl}/app/installations/${installationId}/access_tokens`,
    headers: { ...commonHeaders, authorization: `Bearer ${jwt}` },
    body: "{}",
  };
}

function tokenOf({ status, body }: Answer): Step<Token> | undefined {
  if (status !== 201 || typeof body !== "object" || body === null) return undefined;
  if (!("token" in body) || !("expires_at" in body)) return undefined;
  const expires = Date.parse(String(body.expires_at));
  return { value: { authorization: `Bearer ${body.token}`, usableUntil: expires - margin } };
}

/** The id, the installation or the key is wrong: for the dispatch, that is an invalid token. */
function failureOfToken(answer: Answer, app: AppCredential["app"], services: TokenServices) {
  const failure = withoutRun(failureOfAnswer(answer, services, 1));
  if (failure.kind === "retry") return failure;
  const who = `App ${app.id}, installation ${app["installation-id"]}`;
  return retry(
    "token-invalid",
    `${who}: GitHub answered ${answer.status}: ${messageOf(answer)}`,
    60,
  );
}
