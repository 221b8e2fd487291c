import { githubApiUrl } from "../../dispatch/config/credential-schema.ts";
import type { Config, Credential } from "../../dispatch/config.ts";
import type { InstalledApp } from "../github/installation-token.ts";
import { createLocalSecrets, secretSources } from "../secrets.ts";
import type { LocalSettings } from "../settings.ts";
import type { SecretPlace } from "./secret-lines.ts";

/** The secrets of this machine, and the Apps that the stand-in has to know. */
export interface LocalPlace {
  readonly place: SecretPlace;
  readonly apps: readonly InstalledApp[];
}

/** The secrets as npm start has them. A file of secrets that can't be used is the answer to every question. */
export function localPlace(config: Config, settings: LocalSettings): LocalPlace {
  const { secrets: file } = settings;
  const howTo = {
    howToStore: (_: string, credential: Credential) => howToStore(credential, settings),
    howToStoreOfRoute: (secret: string) => inFile(secret, file),
  };
  try {
    const { readSecret, apps } = createLocalSecrets(config, secretSources(settings));
    const read = async (secret: string) => {
      try {
        return { text: await readSecret(secret) };
      } catch (error) {
        const why = error instanceof Error ? error.name : String(error);
        const problem = file === undefined ? "SECRETS is not set" : why;
        return { problem, isMissing: true };
      }
    };
    return { place: { read, ...howTo }, apps };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    const mend = "Set SECRETS to a JSON object of secrets by name, or to nothing.";
    return {
      place: { read: async () => ({ problem, isMissing: true, mend }), ...howTo },
      apps: [],
    };
  }
}

/** GITHUB_TOKEN goes to one API alone. */
function howToStore(credential: Credential, { secrets, apiUrl = githubApiUrl }: LocalSettings) {
  const { pat, app } = credential;
  const ways = inFile(pat ?? app["private-key"], secrets);
  const isForToken = pat !== undefined && credential["api-url"] === apiUrl;
  return isForToken ? `Set GITHUB_TOKEN to a token that is good. Or: ${ways}` : ways;
}

function inFile(secret: string, file: string | undefined): string {
  const where = file ?? "a JSON file, and set SECRETS to its path";
  return `Put ${JSON.stringify(secret)} with its value into ${where}.`;
}
