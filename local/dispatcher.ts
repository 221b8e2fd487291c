import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { githubApiUrl } from "../dispatch/config/credential-schema.ts";
import { checkApiUrl } from "../dispatch/config/rules.ts";
import type { Config } from "../dispatch/config.ts";
import { readConfigFile } from "../dispatch/config-file.ts";
import { type App, createApp } from "../functions/app.ts";
import type { LogRecord } from "../functions/log.ts";
import type { GitHub } from "./github/server.ts";
import { startGitHubFor, withApiUrl } from "./github-for.ts";
import { createLocalSecrets, type SecretSources } from "./secrets.ts";
import { openDatabase } from "./state/database.ts";
import { createSqliteLedger } from "./state/ledger.ts";
import { createLocalQueues } from "./state/queues.ts";

/** What a local dispatcher is made from: the environment of the commands. */
export interface LocalSettings {
  /** The path of triggers.yaml. */
  readonly triggers: string;
  /** The folder of workflow files for the stand-in. Left out: .github/workflows beside the triggers. */
  readonly workflows?: string | undefined;
  /** A token for the real GitHub. Left out: the stand-in is GitHub. */
  readonly token?: string | undefined;
  /** Overrides every credential's api-url. */
  readonly apiUrl?: string | undefined;
  /** A JSON file with the values of secrets. */
  readonly secrets?: string | undefined;
  /** The SQLite file of the ledger, the queue and the dead letters. Left out: beside the triggers. */
  readonly state?: string | undefined;
}

/** What a command may want otherwise. */
export interface LocalOptions {
  readonly log: (record: LogRecord) => void;
  /** Sends requests to GitHub. Left out: they are really sent. */
  readonly send?: typeof fetch;
  /** Changes the config before it is used. */
  readonly adapt?: (config: Config) => Config;
  /** Whether nothing is really sent, so that no GitHub is needed. */
  readonly dryRun?: boolean;
}

/** The same core and handlers as in Lambda, wired to this machine. */
export interface LocalDispatcher {
  readonly config: Config;
  readonly app: App;
  /** The ledger, the queue and the dead letters. */
  readonly database: DatabaseSync;
  /** The stand-in, unless a real GitHub is used. */
  readonly github: GitHub | undefined;
  close(): Promise<void>;
}

/** The settings of a command, from its environment. */
export function settingsFrom(environment: NodeJS.ProcessEnv): LocalSettings {
  const { TRIGGERS, WORKFLOWS, GITHUB_TOKEN, GITHUB_API_URL, SECRETS, STATE } = environment;
  return {
    triggers: TRIGGERS || "triggers.yaml",
    workflows: WORKFLOWS || undefined,
    token: GITHUB_TOKEN?.trim() || undefined,
    apiUrl: GITHUB_API_URL ? checkedApiUrl(GITHUB_API_URL) : undefined,
    secrets: SECRETS || undefined,
    state: STATE || undefined,
  };
}

function checkedApiUrl(text: string): string {
  const [complaint] = checkApiUrl(text);
  if (complaint === undefined) return text.replace(/\/+$/, "");
  const { message, found, mend } = complaint;
  throw new SettingsError(`GITHUB_API_URL is ${found}. ${message} ${mend}`);
}

/** Bad settings, with what to do about them; the message is for a terminal. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
}

/**
 * Creates the dispatcher, and starts the stand-in where it is GitHub.
 *
 * @throws SettingsError when triggers.yaml has problems or a file is missing.
 */
export async function createLocalDispatcher(
  settings: LocalSettings,
  options: LocalOptions,
): Promise<LocalDispatcher> {
  const { log, send = fetch, adapt = (config: Config) => config, dryRun = false } = options;
  const written = adapt(loadConfig(settings.triggers));
  const useStandIn = !dryRun && isStandInGitHub(settings);
  const targeted = settings.apiUrl === undefined ? written : withApiUrl(written, settings.apiUrl);
  const { readSecret, apps } = orSettingsError(() =>
    createLocalSecrets(targeted, secretSources(settings, dryRun || useStandIn)),
  );
  const workflows = settings.workflows ?? join(dirname(settings.triggers), ".github", "workflows");
  const github = useStandIn
    ? await startGitHubFor(written, workflows, apps).catch(toSettingsError)
    : undefined;
  const config = github === undefined ? targeted : withApiUrl(written, github.url);
  const database = orSettingsError(() => openDatabase(dryRun ? ":memory:" : statePath(settings)));
  const world = {
    fetch: send,
    timeout: (milliseconds: number) => AbortSignal.timeout(milliseconds),
    now: Date.now,
    random: Math.random,
    readSecret,
    log,
    ledger: createSqliteLedger(database, Date.now()),
    ...createLocalQueues(database, Date.now),
  };
  const close = async () => {
    await github?.close();
    database.close();
  };
  return { config, app: createApp(config, world), database, github, close };
}

/**
 * Where the ledger, the queue and the dead letters of a file of triggers are. What waits for a real GitHub
 * is not for the stand-in.
 */
export function statePath(settings: LocalSettings): string {
  const { state, triggers, apiUrl = githubApiUrl } = settings;
  const github = isStandInGitHub(settings) ? "stand-in" : new URL(apiUrl).hostname;
  return state ?? join(dirname(triggers), ".workflow-dispatcher", `${github}.sqlite`);
}

/** A runner of GitHub Actions sets GITHUB_API_URL to the public API by itself, which asks for nothing. */
function isStandInGitHub({ token, apiUrl }: LocalSettings): boolean {
  return token === undefined && (apiUrl === undefined || apiUrl === githubApiUrl);
}

function secretSources({ token, apiUrl, secrets }: LocalSettings, pretend: boolean): SecretSources {
  const isOwnApi = apiUrl !== undefined && token === undefined;
  return {
    file: secrets,
    token,
    tokenApiUrl: apiUrl ?? githubApiUrl,
    pretend: pretend || isOwnApi,
  };
}

function loadConfig(path: string): Config {
  const { config, report } = readConfigFile(path, (file) => readFileSync(file, "utf8"));
  if (config === undefined) throw new SettingsError(report);
  return config;
}

function orSettingsError<Value>(make: () => Value): Value {
  try {
    return make();
  } catch (error) {
    return toSettingsError(error);
  }
}

function toSettingsError(error: unknown): never {
  throw new SettingsError(error instanceof Error ? error.message : String(error), { cause: error });
}
