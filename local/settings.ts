import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { githubApiUrl } from "../dispatch/config/credential-schema.ts";
import { checkApiUrl } from "../dispatch/config/rules.ts";
import type { Config } from "../dispatch/config.ts";
import { readConfigFile } from "../dispatch/config-file.ts";
import { workflowFolderOf } from "./workflow/folders.ts";

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

/** The config of the file of triggers. @throws SettingsError when it has problems. */
export function configFrom({ triggers }: LocalSettings): Config {
  const { config, report } = readConfigFile(triggers, (path) => readFileSync(path, "utf8"));
  if (config === undefined) throw new SettingsError(report);
  return config;
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

/** The folder of workflow files that stands for GitHub where there is no token. */
export function workflowFolder({
  workflows,
  triggers,
}: Pick<LocalSettings, "workflows" | "triggers">): string {
  return workflows ?? workflowFolderOf(dirname(triggers));
}

/** A runner of GitHub Actions sets GITHUB_API_URL to the public API by itself, which asks for nothing. */
export function isStandInGitHub({ token, apiUrl }: LocalSettings): boolean {
  return token === undefined && (apiUrl === undefined || apiUrl === githubApiUrl);
}
