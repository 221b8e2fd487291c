import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Config } from "../dispatch/config.ts";
import type { ReadSecret } from "../dispatch/tokens/secret.ts";
import type { InstalledApp } from "./github/installation-token.ts";

/** What every secret of a route holds on this machine. It is valid base64, as Standard Webhooks asks. */
export const routeSecret = "localsecret1";

/** What stands for a personal access token when the stand-in is GitHub, which takes any. */
const standInToken = "stand-in-token";

export interface LocalSecrets {
  readonly readSecret: ReadSecret;
  /** The Apps that the stand-in has to know. */
  readonly apps: readonly InstalledApp[];
}

/**
 * The secrets of a config on this machine, which has no Secrets Manager: those in the file, if there is
 * one, then the token from the environment, then stand-ins.
 *
 * @param file a JSON object of secrets by name, from the environment variable SECRETS.
 * @throws Error when the file can't be read.
 */
export function createLocalSecrets(
  config: Config,
  token: string | undefined,
  file: string | undefined,
): LocalSecrets {
  const given = file === undefined ? {} : readSecretsFile(file);
  const apps = appsOf(config, given);
  const values = new Map<string, string>();
  for (const { pat } of Object.values(config.credentials)) {
    if (pat !== undefined) values.set(pat, token ?? standInToken);
  }
  for (const { secret, app } of apps) values.set(secret, app.key);
  for (const [name, value] of Object.entries(given)) values.set(name, value);
  return {
    readSecret: async (name) => values.get(name) ?? routeSecret,
    apps: apps.map(({ app }) => app),
  };
}

function readSecretsFile(file: string): Readonly<Record<string, string>> {
  const content: unknown = JSON.parse(readFileSync(file, "utf8"));
  const isObject = typeof content === "object" && content !== null;
  if (!isObject || !Object.values(content).every((value) => typeof value === "string")) {
    throw new Error(`${file} is not a JSON object of secrets by name.`);
  }
  return content as Record<string, string>;
}

/** Each App with its private key: a made one where the file has none. */
function appsOf(config: Config, given: Readonly<Record<string, string>>) {
  return Object.values(config.credentials).flatMap(({ app }) => {
    if (app === undefined) return [];
    const secret = app["private-key"];
    const key = given[secret] ?? makePrivateKey();
    return [{ secret, app: { id: app.id, installationId: app["installation-id"], key } }];
  });
}

function makePrivateKey(): string {
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  return privateKey;
}
