import type { Config, Credential } from "../../dispatch/config.ts";
import { fetchAppToken } from "../../dispatch/tokens/app.ts";
import { fetchPat } from "../../dispatch/tokens/pat.ts";
import type { TokenServices } from "../../dispatch/tokens/tokens.ts";
import { credentialNamed } from "../../dispatch/trigger.ts";
import { createShared } from "../shared.ts";
import { howToStore } from "../token.ts";
import { fault, type Unknown } from "./finding.ts";
import type { FoundToken, Seen, TokenPlace } from "./found-token.ts";
import { hostOf } from "./servers.ts";

/** What a place of secrets says about one of them. */
export type SecretReading =
  | { readonly text: string }
  | { readonly isMissing: true }
  /** Why the place can't be asked. */
  | { readonly unavailable: string };

/** How the places are looked into. */
export interface TokenSources {
  /** An API that is asked in place of every credential's own. */
  readonly otherApiUrl: string | undefined;
  /** GITHUB_TOKEN, and the API that it is for. */
  readonly environment: { readonly token: string | undefined; readonly apiUrl: string };
  /** What `gh auth token` says for a host, if gh is there and logged in. */
  readonly gh: (host: string) => Promise<string | undefined>;
  readonly secret: (name: string) => Promise<SecretReading>;
}

/** The token for a credential of the config. */
export type FindToken = (credential: string) => Promise<Seen<FoundToken>>;

/** Looks for tokens in these places, one after the other. */
export function createFindToken(
  { credentials }: Config,
  sources: TokenSources,
  places: readonly TokenPlace[],
  services: SecretlessServices,
): FindToken {
  const found = createShared<Seen<FoundToken>>();
  const find = async (name: string): Promise<Seen<FoundToken>> => {
    const credential = credentialNamed(name, credentials);
    const wanted = { name, credential, apiUrl: sources.otherApiUrl ?? credential["api-url"] };
    const reasons: string[] = [];
    for (const place of places) {
      const seen = await finders[place](wanted, sources, services);
      if (typeof seen !== "string") return seen;
      reasons.push(seen);
    }
    return { unknown: noToken(wanted, reasons) };
  };
  return (name) => found([name], () => find(name));
}

type SecretlessServices = Omit<TokenServices, "readSecret">;

/** A credential of the file, and the API that is asked. */
interface Wanted {
  readonly name: string;
  readonly credential: Credential;
  readonly apiUrl: string;
}

/** Finds a token, or tells why there is none in its place. */
type Finder = (
  wanted: Wanted,
  sources: TokenSources,
  services: SecretlessServices,
) => Promise<Seen<FoundToken> | string>;

/** Each token goes to the API that it is for and to no other. */
const finders: Readonly<Record<TokenPlace, Finder>> = {
  async environment({ apiUrl }, { environment }) {
    const { token } = environment;
    if (token === undefined) return "GITHUB_TOKEN is not set";
    if (apiUrl !== environment.apiUrl) return `GITHUB_TOKEN is for ${hostOf(environment.apiUrl)}`;
    return bearer(token, "environment", "GITHUB_TOKEN");
  },
  async gh({ apiUrl }, { gh }) {
    const token = await gh(hostOf(apiUrl));
    return token === undefined ? "gh is not there or not logged in" : bearer(token, "gh", "gh");
  },
  async secret({ name, credential, apiUrl }, { secret }, services) {
    const secretName = secretNameOf(credential);
    const own = credential["api-url"];
    if (apiUrl !== own) return `the secret ${secretName} is for ${hostOf(own)}`;
    const reading = await secret(secretName);
    if ("unavailable" in reading) return `the secret ${secretName}: ${reading.unavailable}`;
    const mend = `${howToStore(name, credential)}.`;
    if ("text" in reading) return readToken(credential, reading.text, mend, services);
    return { fault: fault("secret-not-found", ["credential"], { found: secretName, mend }) };
  },
};

/** A header takes visible ASCII only; anything else in a token is a slip of whoever set it. */
function bearer(token: string, place: TokenPlace, from: string): Seen<FoundToken> | string {
  if (!/^[\x21-\x7e]+$/.test(token)) return `what ${from} holds is no token`;
  return { value: { authorization: `Bearer ${token}`, place, from } };
}

/** The token that the dispatcher makes of a secret's text. */
async function readToken(
  credential: Credential,
  text: string,
  howToMend: string,
  services: SecretlessServices,
): Promise<Seen<FoundToken>> {
  const name = secretNameOf(credential);
  const own = { ...services, readSecret: async () => text };
  const token =
    credential.pat === undefined
      ? await fetchAppToken(credential.app, credential["api-url"], own)
      : await fetchPat(name, own);
  if (token.failure === undefined) {
    const { authorization } = token.value;
    return { value: { authorization, place: "secret", from: `the secret ${name}` } };
  }
  const { code, detail } = token.failure;
  if (code === "secret-malformed" || code === "token-invalid") {
    return { fault: fault(code, ["credential"], { found: detail, mend: howToMend }) };
  }
  const mend = "Check again when GitHub can be asked.";
  return { unknown: { about: `the token in ${name}`, reason: detail, mend } };
}

function secretNameOf({ pat, app }: Credential): string {
  return pat ?? app["private-key"];
}

function noToken({ name, apiUrl }: Wanted, reasons: readonly string[]): Unknown {
  const host = hostOf(apiUrl);
  const api = host === "github.com" ? "" : ` and GITHUB_API_URL=${apiUrl}`;
  return {
    about: `all that the credential ${name} is for`,
    reason: `no token for ${host} was found: ${reasons.join("; ")}`,
    mend: `Set GITHUB_TOKEN${api}, or log in with gh auth login --hostname ${host}, or give AWS credentials; or check without GitHub: npm run check -- --workflows DIR.`,
    isWithoutToken: true,
  };
}
