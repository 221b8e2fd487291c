import type { Config, Credential } from "../../dispatch/config.ts";
import { fetchAppToken } from "../../dispatch/tokens/app.ts";
import { fetchPat } from "../../dispatch/tokens/pat.ts";
import type { TokenServices } from "../../dispatch/tokens/tokens.ts";
import { credentialNamed } from "../../dispatch/trigger.ts";
import { type Fault, fault, type Unknown } from "./finding.ts";
import { hostOf } from "./servers.ts";

/** Something that was asked for; or what is wrong, or why it can't be told. */
export type Seen<Value> =
  | { readonly value: Value; readonly fault?: never; readonly unknown?: never }
  | { readonly value?: never; readonly fault: Fault; readonly unknown?: never }
  | { readonly value?: never; readonly fault?: never; readonly unknown: Unknown };

/** A token to ask GitHub with. */
export interface FoundToken {
  /** The value of an `Authorization` header. */
  readonly authorization: string;
  /** Where it was found, for people. */
  readonly from: string;
}

/** What a place of secrets says about one of them. */
export type SecretReading =
  | { readonly text: string }
  | { readonly isMissing: true }
  /** Why the place can't be asked. */
  | { readonly unavailable: string };

/** Where tokens may be found. */
export const tokenPlaces = ["environment", "gh", "secret"] as const;
export type TokenPlace = (typeof tokenPlaces)[number];

/** How the places are looked into. */
export interface TokenSources {
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
  const found = new Map<string, Promise<Seen<FoundToken>>>();
  const find = async (name: string): Promise<Seen<FoundToken>> => {
    const credential = credentialNamed(name, credentials);
    const reasons: string[] = [];
    for (const place of places) {
      const seen = await finders[place](credential, sources, services);
      if (typeof seen !== "string") return seen;
      reasons.push(seen);
    }
    return { unknown: noToken(name, credential, reasons) };
  };
  return (name) => {
    const finding = found.get(name) ?? find(name);
    found.set(name, finding);
    return finding;
  };
}

type SecretlessServices = Omit<TokenServices, "readSecret">;

/** Finds a token, or tells why there is none in its place. */
type Finder = (
  credential: Credential,
  sources: TokenSources,
  services: SecretlessServices,
) => Promise<Seen<FoundToken> | string>;

const finders: Readonly<Record<TokenPlace, Finder>> = {
  async environment({ "api-url": apiUrl }, { environment }) {
    const { token } = environment;
    if (token === undefined) return "GITHUB_TOKEN is not set";
    if (apiUrl !== environment.apiUrl) return `GITHUB_TOKEN is for ${hostOf(environment.apiUrl)}`;
    return bearer(token, "GITHUB_TOKEN");
  },
  // gh gives GITHUB_TOKEN for subdomains of ghe.com too (cli.github.com/manual/gh_help_environment).
  async gh({ "api-url": apiUrl }, { gh, environment }) {
    const token = await gh(hostOf(apiUrl));
    if (token === undefined) return "gh is not there or not logged in";
    const isForAnother = token === environment.token && apiUrl !== environment.apiUrl;
    if (isForAnother) return `gh gives GITHUB_TOKEN, which is for ${hostOf(environment.apiUrl)}`;
    return bearer(token, "gh");
  },
  async secret(credential, { secret }, services) {
    const name = secretNameOf(credential);
    const reading = await secret(name);
    if ("unavailable" in reading) return `the secret ${name}: ${reading.unavailable}`;
    if ("text" in reading) return readToken(credential, reading.text, services);
    return { fault: fault("secret-not-found", ["credential"], { found: name }) };
  },
};

/** A header takes visible ASCII only; anything else in a token is a slip of whoever set it. */
function bearer(token: string, from: string): Seen<FoundToken> | string {
  if (!/^[\x21-\x7e]+$/.test(token)) return `what ${from} holds is no token`;
  return { value: { authorization: `Bearer ${token}`, from } };
}

/** The token that the dispatcher makes of a secret's text. */
async function readToken(
  credential: Credential,
  text: string,
  services: SecretlessServices,
): Promise<Seen<FoundToken>> {
  const name = secretNameOf(credential);
  const own = { ...services, readSecret: async () => text };
  const token =
    credential.pat === undefined
      ? await fetchAppToken(credential.app, credential["api-url"], own)
      : await fetchPat(name, own);
  if (token.failure === undefined) {
    return { value: { authorization: token.value.authorization, from: `the secret ${name}` } };
  }
  const { code, detail } = token.failure;
  if (code === "secret-malformed" || code === "token-invalid") {
    return { fault: fault(code, ["credential"], { found: detail }) };
  }
  const mend = "Check again when GitHub can be asked.";
  return { unknown: { about: `the token in ${name}`, reason: detail, mend } };
}

function secretNameOf({ pat, app }: Credential): string {
  return pat ?? app["private-key"];
}

function noToken(name: string, credential: Credential, reasons: readonly string[]): Unknown {
  const host = hostOf(credential["api-url"]);
  const api = host === "github.com" ? "" : ` and GITHUB_API_URL=${credential["api-url"]}`;
  return {
    about: `all that the credential ${name} is for`,
    reason: `no token for ${host} was found: ${reasons.join("; ")}`,
    mend: `Set GITHUB_TOKEN${api}, or log in with gh auth login --hostname ${host}, or give AWS credentials; or check without GitHub: --workflows DIR.`,
    isWithoutToken: true,
  };
}
