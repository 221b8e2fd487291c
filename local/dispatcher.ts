import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Config } from "../dispatch/config.ts";
import { readConfigFile } from "../dispatch/config-file.ts";
import { type App, createApp } from "../functions/app.ts";
import type { LogRecord } from "../functions/log.ts";
import type { GitHub } from "./github/server.ts";
import { startGitHubFor, withApiUrl } from "./github-for.ts";
import { createLocalSecrets } from "./secrets.ts";

/** What a local dispatcher is made from: the environment of the commands. */
export interface LocalSettings {
  /** The path of triggers.yaml. */
  readonly triggers: string;
  /** The folder of workflow files for the stand-in. Left out: .github/workflows beside the triggers. */
  readonly workflows?: string | undefined;
  /** A token for the real GitHub. Left out: the stand-in is GitHub. */
  readonly token?: string | undefined;
  /** Overrides every credential's api-url, where the stand-in is not GitHub. */
  readonly apiUrl?: string | undefined;
  /** A JSON file with the values of secrets. */
  readonly secrets?: string | undefined;
}

/** What a command may want otherwise. */
export interface LocalOptions {
  readonly log: (record: LogRecord) => void;
  /** Sends requests to GitHub. Left out: they are really sent. */
  readonly send?: typeof fetch;
  /** Changes the config before it is used. */
  readonly adapt?: (config: Config) => Config;
}

/** The same core and handlers as in Lambda, wired to this machine. */
export interface LocalDispatcher {
  readonly config: Config;
  readonly app: App;
  /** The stand-in, unless a real GitHub is used. */
  readonly github: GitHub | undefined;
  close(): Promise<void>;
}

/** The settings of a command, from its environment. */
export function settingsFrom(environment: NodeJS.ProcessEnv): LocalSettings {
  return {
    triggers: environment.TRIGGERS ?? "triggers.yaml",
    workflows: environment.WORKFLOWS,
    token: environment.GITHUB_TOKEN || undefined,
    apiUrl: environment.GITHUB_API_URL || undefined,
    secrets: environment.SECRETS,
  };
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
  const { log, send = fetch, adapt = (config: Config) => config } = options;
  const config = adapt(loadConfig(settings.triggers));
  const { readSecret, apps } = orSettingsError(() =>
    createLocalSecrets(config, settings.token, settings.secrets),
  );
  const workflows = settings.workflows ?? join(dirname(settings.triggers), ".github", "workflows");
  const github =
    settings.token === undefined
      ? await startGitHubFor(config, workflows, apps).catch(toSettingsError)
      : undefined;
  const apiUrl = github?.url ?? settings.apiUrl;
  const world = {
    fetch: send,
    now: Date.now,
    random: Math.random,
    readSecret,
    log,
    // The log says what became of it; on this machine, nothing outlives the process.
    sendDeadLetter: async () => {},
  };
  return {
    config,
    app: createApp(apiUrl === undefined ? config : withApiUrl(config, apiUrl), world),
    github,
    close: async () => github?.close(),
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
