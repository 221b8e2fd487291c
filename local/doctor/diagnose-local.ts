import type { Config } from "../../dispatch/config.ts";
import type { GitHub } from "../github/server.ts";
import { startGitHubFor, withApiUrl } from "../github-for.ts";
import { isStandInGitHub, type LocalSettings, SettingsError, workflowFolder } from "../settings.ts";
import { withState } from "../state/file.ts";
import type { CheckServices } from "../token-check.ts";
import { fileLines } from "./file-lines.ts";
import { githubLines } from "./github-lines.ts";
import { green, type Line, red } from "./line.ts";
import { noDepths, readLocalDepths } from "./local-queues.ts";
import { localPlace } from "./local-secrets.ts";
import { deadLettersLine, queueLine } from "./queue-lines.ts";
import { readCredential, routeSecretLines } from "./secret-lines.ts";

/** Looks at this machine: what npm start would read, ask and find. Starts no workflow. */
export async function diagnoseLocal(
  config: Config,
  settings: LocalSettings,
  services: CheckServices,
): Promise<readonly Line[]> {
  const lines = await Promise.all([
    fileLines(settings.triggers, config),
    gitHubHere(config, settings, services),
    depthLines(config, settings, services.now()),
  ]);
  return lines.flat();
}

/** The stand-in, or the real GitHub, with the credentials that are for it. */
async function gitHubHere(
  config: Config,
  settings: LocalSettings,
  services: CheckServices,
): Promise<readonly Line[]> {
  const { apiUrl } = settings;
  const targeted = apiUrl === undefined ? config : withApiUrl(config, apiUrl);
  const { place, apps } = localPlace(targeted, settings);
  const secretLines = await routeSecretLines(config, place);
  if (!isStandInGitHub(settings)) {
    const work = { place, services, isStandIn: false, isDeployed: false };
    return [...(await githubLines(targeted, work)), ...secretLines];
  }
  const started = await startStandIn(config, settings, apps);
  if (typeof started === "string") {
    const mend = "Mend that, or set GITHUB_TOKEN to use the real GitHub.";
    const problem = red("GitHub", `the stand-in can't be started: ${started}`, mend);
    const read = Object.entries(config.credentials).map(async ([name, credential]) => {
      return (await readCredential(name, credential, place)).line;
    });
    return [problem, ...(await Promise.all(read)), ...secretLines];
  }
  try {
    const work = { place, services, isStandIn: true, isDeployed: false };
    const lines = await githubLines(withApiUrl(config, started.url), work);
    const found = "the stand-in on this machine, since GITHUB_TOKEN is not set";
    return [green("GitHub", found), ...lines, ...secretLines];
  } finally {
    await started.close();
  }
}

/** @returns why there is no stand-in, if there is none. */
async function startStandIn(
  config: Config,
  settings: LocalSettings,
  apps: ReturnType<typeof localPlace>["apps"],
): Promise<GitHub | string> {
  try {
    return await startGitHubFor(config, workflowFolder(settings), apps);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function depthLines(
  config: Config,
  settings: LocalSettings,
  now: number,
): Promise<readonly Line[]> {
  try {
    const read = withState(settings, async (database) => readLocalDepths(database, now));
    const { queue, deadLetters } = (await read) ?? noDepths;
    return [queueLine(queue, config, false), deadLettersLine(deadLetters, false)];
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    const mend = "Do what is said, or, if that file was not meant, set STATE to another file.";
    return [red("queue and dead letters", error.message, mend)];
  }
}
