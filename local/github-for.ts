import type { Config } from "../dispatch/config.ts";
import type { InstalledApp } from "./github/installation-token.ts";
import { type GitHub, startGitHub } from "./github/server.ts";
import { isFolder } from "./workflow/folders.ts";
import { repositoriesIn } from "./workflow/in-folder.ts";

/**
 * Starts the GitHub stand-in with the repositories and refs that a config names.
 *
 * @param workflows the folder of their workflow files.
 * @throws Error when there is no such folder.
 */
export async function startGitHubFor(
  config: Config,
  workflows: string,
  apps: readonly InstalledApp[],
): Promise<GitHub> {
  if (!isFolder(workflows)) {
    throw new Error(
      `There is no folder ${workflows}, from which the GitHub stand-in reads workflow files. ` +
        "Create it, set WORKFLOWS to another, or set GITHUB_TOKEN to use the real GitHub.",
    );
  }
  return startGitHub({
    repositories: await repositoriesIn(workflows, Object.values(config.triggers)),
    tokens: undefined,
    apps,
  });
}

/** The same config with every credential pointed at another API. */
export function withApiUrl(config: Config, apiUrl: string): Config {
  const credentials = Object.entries(config.credentials).map(
    ([name, credential]) => [name, { ...credential, "api-url": apiUrl }] as const,
  );
  return { ...config, credentials: Object.fromEntries(credentials) };
}
