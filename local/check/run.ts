import { existsSync, readFileSync } from "node:fs";
import { githubApiUrl } from "../../dispatch/config/credential-schema.ts";
import type { Config } from "../../dispatch/config.ts";
import { readFileText } from "../../dispatch/config-file.ts";
import { withApiUrl } from "../github-for.ts";
import { isStandInGitHub, type LocalSettings, SettingsError, workflowFolder } from "../settings.ts";
import { isFolder, workflowFolderIn } from "../workflow/folders.ts";
import type { AskServices } from "./ask.ts";
import { checkTriggers, type Look } from "./check.ts";
import type { CheckReport } from "./finding.ts";
import { type FoundToken, type Seen, type TokenPlace, tokenPlaces } from "./found-token.ts";
import { createFolderLook, type Folder } from "./in-folder.ts";
import { createGitHubLook } from "./on-github.ts";
import { problemsReport } from "./problems.ts";
import { createFindToken, type TokenSources } from "./tokens.ts";
import { readTriggersFile } from "./triggers-file.ts";

/** What a check may want otherwise. */
export interface CheckOptions {
  /** A folder of workflow files, in place of GitHub. */
  readonly workflows?: string | undefined;
  /** The only place where a token is looked for. Left out: the first that has one. */
  readonly tokenFrom?: TokenPlace | undefined;
  /** Whether the folder that npm start takes for GitHub stands in where there is no token. */
  readonly mayStandIn: boolean;
}

/** What a check needs of the outside world. */
export interface CheckServices extends AskServices, Pick<TokenSources, "gh" | "secret"> {
  /** Takes how many of the triggers have been checked. */
  readonly onProgress: (checked: number, all: number) => void;
}

/** What a check has found. */
export interface Checked extends CheckReport {
  /** What the triggers were compared with; nothing if the file has problems of its own. */
  readonly against?: string;
}

/**
 * Compares triggers.yaml with what it starts.
 *
 * @throws SettingsError when the file or the folder can't be read.
 */
export async function runCheck(
  settings: LocalSettings,
  options: CheckOptions,
  services: CheckServices,
): Promise<Checked> {
  const { text, report } = readFileText(settings.triggers, (path) => readFileSync(path, "utf8"));
  if (text === undefined) throw new SettingsError(report);
  const { file, problems } = readTriggersFile(text);
  if (file === undefined) return problemsReport(problems);
  const { look, against } = await chooseLook(file.config, settings, options, services);
  const all = Object.keys(file.config.triggers).length;
  const onChecked = (count: number) => services.onProgress(count, all);
  onChecked(0);
  return { ...(await checkTriggers(file, look, onChecked)), against };
}

interface Chosen {
  readonly look: Look;
  readonly against: string;
}

async function chooseLook(
  config: Config,
  settings: LocalSettings,
  { workflows, tokenFrom, mayStandIn }: CheckOptions,
  services: CheckServices,
): Promise<Chosen> {
  if (workflows !== undefined) {
    const folder = { path: workflowFolderIn(workflows), isStandIn: false };
    return lookInFolder(config, folder, "GitHub is not asked");
  }
  const { token, apiUrl = githubApiUrl } = settings;
  // A runner of GitHub Actions sets GITHUB_API_URL to the public API by itself, which asks for nothing.
  const otherApiUrl = apiUrl === githubApiUrl ? undefined : apiUrl;
  const sources = { ...services, environment: { token, apiUrl }, otherApiUrl };
  const places = tokenFrom === undefined ? tokenPlaces : [tokenFrom];
  const findToken = createFindToken(config, sources, places, services);
  const tokens = await Promise.all(usedCredentials(config).map(findToken));
  const path = workflowFolder(settings);
  const canStandIn = mayStandIn && isStandInGitHub(settings) && existsSync(path);
  if (canStandIn && isWithoutToken(tokens)) {
    const why = "GitHub is not asked, since there is no token";
    return lookInFolder(config, { path, isStandIn: true }, why);
  }
  const from = sourcesOf(tokens);
  const against = from === "" ? "GitHub, without a token" : `GitHub, with ${from}`;
  const asked = otherApiUrl === undefined ? config : withApiUrl(config, otherApiUrl);
  return { look: createGitHubLook(asked, findToken, services), against };
}

async function lookInFolder(config: Config, folder: Folder, why: string): Promise<Chosen> {
  const { path } = folder;
  if (!isFolder(path)) {
    throw new SettingsError(`There is no folder ${JSON.stringify(path)} with workflow files.`);
  }
  const look = await createFolderLook(config, folder);
  return { look, against: `the workflow files in ${path} (${why})` };
}

/** Without any token, the folder that npm start takes for GitHub is all there is to check against. */
function isWithoutToken(tokens: readonly Seen<FoundToken>[]): boolean {
  return tokens.every(({ unknown }) => unknown?.isWithoutToken === true);
}

function sourcesOf(tokens: readonly Seen<FoundToken>[]): string {
  const sources = new Set(tokens.flatMap(({ value }) => value?.from ?? []));
  return [...sources].join(", ");
}

function usedCredentials({ triggers }: Config): readonly string[] {
  return [...new Set(Object.values(triggers).map(({ credential }) => credential))];
}
