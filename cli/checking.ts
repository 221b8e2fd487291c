import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { awsFailure } from "../functions/lambda/failure.ts";
import { type TokenPlace, tokenPlaces } from "../local/check/found-token.ts";
import {
  type Checked,
  type CheckOptions,
  type CheckServices,
  runCheck,
} from "../local/check/run.ts";
import type { SecretReading } from "../local/check/tokens.ts";
import { settingsFrom } from "../local/settings.ts";
import { UsageError } from "./command.ts";
import { createProgress } from "./progress.ts";
import { services } from "./services.ts";

/** Compares triggers.yaml with what it starts, with the tokens and the clock of this machine. */
export async function check(options: CheckOptions): Promise<Checked> {
  const progress = createProgress("looking for a token");
  const checking: CheckServices = {
    ...services,
    wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    gh: tokenOfGh,
    secret: readSecret,
    onProgress: (checked, all) => progress.show(`checked ${checked} of ${all} triggers`),
  };
  try {
    return await runCheck(settingsFrom(process.env), options, checking);
  } finally {
    progress.end();
  }
}

/** Milliseconds: gh may ask for the password of a keyring. */
const timeout = 10_000;

/**
 * cli.github.com/manual/gh_auth_token. It gives tokens of the environment before its own, also to other hosts
 * than github.com (cli.github.com/manual/gh_help_environment).
 */
async function tokenOfGh(host: string): Promise<string | undefined> {
  const { GITHUB_TOKEN: _, GH_TOKEN, ...rest } = process.env;
  const env = host === "github.com" ? { ...rest, GH_TOKEN } : rest;
  const args = ["auth", "token", "--hostname", host];
  try {
    const { stdout } = await promisify(execFile)("gh", args, { env, timeout });
    return stdout.trim() || undefined;
  } catch {
    return undefined;
  }
}

/** The AWS SDK is loaded here alone, since it takes its time. */
async function readSecret(name: string): Promise<SecretReading> {
  const { createSecretStore } = await import("../functions/lambda/secret-store.ts");
  try {
    const text = await createSecretStore().read(name);
    return text === undefined ? { isMissing: true } : { text };
  } catch (error) {
    const unavailable = awsFailure(error);
    if (unavailable === undefined) throw error;
    return { unavailable };
  }
}

/** The place of --token-from. @throws UsageError for any other text. */
export function tokenPlaceFrom(text: string | undefined): TokenPlace | undefined {
  if (text === undefined) return undefined;
  const place = tokenPlaces.find((each) => each === text);
  if (place !== undefined) return place;
  throw new UsageError(`--token-from ${text}: write one of ${tokenPlaces.join(", ")}.`);
}
