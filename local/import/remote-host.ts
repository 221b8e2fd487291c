import { githubApiUrl } from "../../dispatch/config/credential-schema.ts";

const otherHosts = ["gitlab.com", "bitbucket.org", "codeberg.org", "dev.azure.com"];

/** What is to be said about the host of a remote, for a credential that sends to an api-url. */
export function notesOnHost(host: string, credential: string, apiUrl: string): readonly string[] {
  const name = host.toLowerCase();
  // A host without a dot is an alias of the user's SSH configuration.
  if (!name.includes(".")) return [];
  if (otherHosts.some((other) => name === other || name.endsWith(`.${other}`))) {
    return [
      `The remote is on ${host}, which is not GitHub: name the repository on GitHub with --repository.`,
    ];
  }
  const needed = apiUrlOf(name);
  // A remote's port is none of the API's.
  if (apiUrl.toLowerCase().replace(/:\d+(?=\/|$)/, "") === needed) return [];
  return [
    `The remote is on ${host}: the credential ${credential} needs api-url: ${needed}, and has ${apiUrl}.`,
  ];
}

/** docs.github.com/en/rest/using-the-rest-api/getting-started-with-the-rest-api, for each kind of GitHub. */
function apiUrlOf(host: string): string {
  if (/(^|\.)github\.com$/.test(host)) return githubApiUrl;
  return host.endsWith(".ghe.com") ? `https://api.${host}` : `https://${host}/api/v3`;
}
