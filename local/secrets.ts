import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { githubApiUrl } from "../dispatch/config/credential-schema.ts";
import type { Config } from "../dispatch/config.ts";
import type { ReadSecret } from "../dispatch/tokens/secret.ts";
import type { InstalledApp } from "./github/installation-token.ts";
import { isStandInGitHub, type LocalSettings } from "./settings.ts";

/** What every secret of a route holds on this machine. It is valid base64, as Standard Webhooks asks. */
export const routeSecret = "localsecret1";

/** What stands for a personal access token when the stand-in is GitHub, which takes any. */
const standInToken = "stand-in-token";

export interface LocalSecrets {
  readonly readSecret: ReadSecret;
  /** The Apps that the stand-in has to know. */
  readonly apps: readonly InstalledApp[];
}

/** Where the values of secrets come from. */
export interface SecretSources {
  /** A JSON file of secrets by name; it goes before all else. */
  readonly file: string | undefined;
  /** A token for GitHub. */
  readonly token: string | undefined;
  /** The API that the token is for; it goes to no other. */
  readonly tokenApiUrl: string;
  /** Whether no real GitHub is involved, so that made-up tokens and keys will do. */
  readonly pretend: boolean;
}

/**
 * Where the commands look for secrets. An API that the environment names without a token is somebody's own
 * stand-in, which gets a made-up token as ours does.
 *
 * @param dryRun whether nothing is really sent.
 */
export function secretSources(settings: LocalSettings, dryRun = false): SecretSources {
  const { token, apiUrl, secrets: file } = settings;
  const isOwnApi = apiUrl !== undefined && token === undefined;
  const pretend = dryRun || isStandInGitHub(settings) || isOwnApi;
  return { file, token, tokenApiUrl: apiUrl ?? githubApiUrl, pretend };
}

/**
 * The secrets of a config on this machine, which has no Secrets Manager.
 *
 * @throws Error when the file can't be read.
 */
export function createLocalSecrets(config: Config, sources: SecretSources): LocalSecrets {
  const given = sources.file === undefined ? {} : readSecretsFile(sources.file);
  const apps = sources.pretend ? appsOf(config, given) : [];
  const values = new Map(routeSecretsOf(config).map((name) => [name, routeSecret]));
  for (const { pat, "api-url": apiUrl } of Object.values(config.credentials)) {
    const token = apiUrl === sources.tokenApiUrl ? sources.token : undefined;
    const value = sources.pretend ? standInToken : token;
    if (pat !== undefined && value !== undefined) values.set(pat, value);
  }
  for (const { secret, app } of apps) values.set(secret, app.key);
  for (const [name, value] of Object.entries(given)) values.set(name, value);
  return { readSecret: readFrom(values), apps: apps.map(({ app }) => app) };
}

function readFrom(values: ReadonlyMap<string, string>): ReadSecret {
  return async (name) => {
    const value = values.get(name);
    if (value !== undefined) return value;
    const error = new Error(`SECRETS has no ${name}`);
    error.name = "it is not in the file that SECRETS names";
    throw error;
  };
}

function routeSecretsOf(config: Config): readonly string[] {
  return Object.values(config.triggers).flatMap(({ on }) =>
    on.http !== undefined && "secret" in on.http.auth ? [on.http.auth.secret] : [],
  );
}

function readSecretsFile(file: string): Readonly<Record<string, string>> {
  const content = parse(readFileSync(file, "utf8"));
  const isObject = typeof content === "object" && content !== null && !Array.isArray(content);
  if (!isObject || !Object.values(content).every((value) => typeof value === "string")) {
    throw new Error(`${file} is not a JSON object of secrets by name.`);
  }
  return content as Record<string, string>;
}

/** The parser's message would quote the file. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
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
