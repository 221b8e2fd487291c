import type { AppCredential } from "../../dispatch/config.ts";
import { messageOf } from "../../dispatch/github/answer.ts";
import { bareRequest, callGitHub, isAnswer } from "../../dispatch/github/call.ts";
import { signJwt } from "../../dispatch/tokens/app.ts";
import type { Checked, CheckServices } from "../token-check.ts";
import { isObject, type JsonObject } from "./json-object.ts";

/** What GitHub says about an installation of an App. */
export interface InstallationFacts {
  /** The App's short name; nothing if the server does not say it. */
  readonly slug: string | undefined;
  /** Whose repositories it is installed in. */
  readonly account: string | undefined;
  /** What it may do, such as `actions: write`. */
  readonly permissions: Readonly<Record<string, string>>;
}

/**
 * Asks GitHub about an installation, as the App itself:
 * docs.github.com/en/rest/apps/apps#get-an-installation-for-the-authenticated-app.
 *
 * @param privateKey what the App's secret holds.
 */
export async function checkInstallation(
  { app, "api-url": apiUrl }: AppCredential,
  privateKey: string,
  services: CheckServices,
): Promise<Checked<InstallationFacts>> {
  const jwt = await signJwt(app.id, privateKey.trim(), services.now());
  if (jwt === undefined) return { problem: "the secret does not hold the App's private key (PEM)" };
  const url = `${apiUrl}/app/installations/${app["installation-id"]}`;
  const answer = await callGitHub(bareRequest("GET", url, `Bearer ${jwt}`), services);
  if (!isAnswer(answer)) return { problem: `${apiUrl} can't be asked: ${answer.reason}` };
  const { status, body } = answer;
  if (status !== 200 || !isObject(body)) {
    return { problem: `${apiUrl} answered ${status}: ${messageOf(answer)}` };
  }
  return { value: factsIn(body) };
}

function factsIn({ app_slug, account, permissions }: JsonObject): InstallationFacts {
  const granted = Object.entries(isObject(permissions) ? permissions : {});
  return {
    slug: textIn(app_slug),
    account: isObject(account) ? textIn(account.login ?? account.slug) : undefined,
    permissions: Object.fromEntries(granted.map(([name, level]) => [name, String(level)])),
  };
}

function textIn(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
