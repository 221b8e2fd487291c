import type { AppCredential } from "../../dispatch/config.ts";
import { fetchAppToken } from "../../dispatch/tokens/app.ts";
import type { CredentialFindings, CredentialWork } from "./credential-lines.ts";
import { checkInstallation, type InstallationFacts } from "./installation.ts";
import { green, type Line, red, yellow } from "./line.ts";

/** Whether GitHub gives an App's installation tokens for its key, whose it is and what it may do. */
export async function appLines(
  credential: AppCredential,
  privateKey: string,
  { name, place, services }: CredentialWork,
): Promise<Pick<CredentialFindings, "authorization" | "lines">> {
  const { app, "api-url": apiUrl } = credential;
  const about = `credential ${name}, token`;
  const [token, installation] = await Promise.all([
    fetchAppToken(app, apiUrl, { ...services, readSecret: async () => privateKey }),
    checkInstallation(credential, privateKey, services),
  ]);
  if (token.failure !== undefined) {
    const { code, detail } = token.failure;
    const isRefused = code === "token-invalid" || code === "secret-malformed";
    const mend = `Look at id and installation-id. ${place.howToStore(name, credential)}`;
    if (isRefused) return { lines: [red(about, detail, mend)] };
    return { lines: [yellow(about, `can't be told: ${detail}`, "Ask again later.")] };
  }
  const { slug = String(app.id), account } = installation.value ?? {};
  const whose = account === undefined ? "" : `, installed for ${account}`;
  const lines = [
    green(about, `GitHub gives tokens to App ${slug}${whose}`),
    permissionsLine(name, installation.value, installation.problem),
    // docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/managing-private-keys-for-github-apps
    green(`credential ${name}, expiry`, "never: an App's private key does not expire"),
  ];
  return { authorization: token.value.authorization, lines };
}

/**
 * A dispatch needs the repository permission Actions, to write:
 * docs.github.com/en/rest/authentication/permissions-required-for-github-apps.
 */
function permissionsLine(
  name: string,
  facts: InstallationFacts | undefined,
  problem: string | undefined,
): Line {
  const about = `credential ${name}, permissions`;
  if (facts === undefined) {
    return yellow(about, `can't be told: ${problem}`, "npm run check asks for each repository.");
  }
  const { permissions } = facts;
  const list = Object.entries(permissions).map(([permission, level]) => `${permission}: ${level}`);
  const found = list.join(", ") || "none";
  if (permissions.actions === "write") {
    return green(about, found);
  }
  const mend =
    "Give the App Actions: Read and write (its settings, Permissions & events), and accept that for the installation.";
  return red(about, `${found}: no actions: write`, mend);
}
