import type { DatabaseSync } from "node:sqlite";
import { catalogOf } from "../dispatch/catalog.ts";
import type { Config } from "../dispatch/config.ts";
import { type App, createApp } from "../functions/app.ts";
import type { LogRecord } from "../functions/log.ts";
import type { GitHub } from "./github/server.ts";
import { startGitHubFor, withApiUrl } from "./github-for.ts";
import { createLocalSecrets, secretSources } from "./secrets.ts";
import {
  configFrom,
  isStandInGitHub,
  type LocalSettings,
  SettingsError,
  statePath,
  workflowFolder,
} from "./settings.ts";
import { openDatabase } from "./state/database.ts";
import { createSqliteLedger } from "./state/ledger.ts";
import { createLocalQueues } from "./state/queues.ts";

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
  const written = adapt(configFrom(settings));
  const useStandIn = !dryRun && isStandInGitHub(settings);
  const targeted = settings.apiUrl === undefined ? written : withApiUrl(written, settings.apiUrl);
  const { readSecret, apps } = orSettingsError(() =>
    createLocalSecrets(targeted, secretSources(settings, dryRun)),
  );
  const github = useStandIn
    ? await startGitHubFor(written, workflowFolder(settings), apps).catch(toSettingsError)
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
  return { config, app: createApp(catalogOf(config), world), database, github, close };
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
