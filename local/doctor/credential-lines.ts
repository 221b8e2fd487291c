import type { Credential, PatCredential } from "../../dispatch/config.ts";
import {
  authorizationOf,
  type CheckServices,
  checkToken,
  type TokenFacts,
} from "../token-check.ts";
import { appLines } from "./app-lines.ts";
import { green, type Line, red, yellow } from "./line.ts";
import { type SecretPlace, unreadLine } from "./secret-lines.ts";
import { expiryLine, permissionLine } from "./token-lines.ts";

/** What was found of a credential. */
export interface CredentialFindings {
  readonly apiUrl: string;
  /** The Authorization header of a token that GitHub takes; nothing if there is none. */
  readonly authorization?: string | undefined;
  readonly lines: readonly Line[];
}

/** What looking at a credential needs. */
export interface CredentialWork {
  readonly name: string;
  readonly place: SecretPlace;
  readonly services: CheckServices;
  /** Whether the stand-in is GitHub, which takes made-up tokens. */
  readonly isStandIn: boolean;
}

/** Whether a credential's secret can be read, whether GitHub takes it, whose it is and what it may do. */
export async function credentialFindings(
  credential: Credential,
  work: CredentialWork,
): Promise<CredentialFindings> {
  const { name, place } = work;
  const about = `credential ${name}, secret`;
  const secret = credential.pat ?? credential.app["private-key"];
  const apiUrl = credential["api-url"];
  const read = await place.read(secret);
  if (read.problem !== undefined) {
    const howToStore = place.howToStore(name, credential);
    return { apiUrl, lines: [unreadLine(about, secret, howToStore, read)] };
  }
  const readable = green(about, `${secret} can be read`);
  const { lines, authorization } =
    credential.pat === undefined
      ? await appLines(credential, read.text, work)
      : await patLines(credential, read.text, work);
  return { apiUrl, authorization, lines: [readable, ...lines] };
}

async function patLines(
  credential: PatCredential,
  text: string,
  { name, place, services, isStandIn }: CredentialWork,
): Promise<Pick<CredentialFindings, "authorization" | "lines">> {
  const about = `credential ${name}, token`;
  const howToStore = place.howToStore(name, credential);
  const authorization = await authorizationOf(credential, text, services);
  if (authorization.problem !== undefined) {
    return { lines: [red(about, authorization.problem, howToStore)] };
  }
  const {
    value: facts,
    problem,
    status,
  } = await checkToken(name, credential, authorization.value, services);
  if (facts === undefined) return { lines: [untakenLine(about, problem, status, howToStore)] };
  const lines = [
    green(about, `GitHub takes it: ${whose(facts)}`),
    isStandIn
      ? green(
          `credential ${name}, permissions`,
          "the stand-in takes a made-up token for everything",
        )
      : permissionLine(name, facts),
    expiryLine(name, facts.expiry, services.now(), howToStore),
  ];
  return { authorization: authorization.value, lines };
}

function whose({ login, kind }: TokenFacts): string {
  return kind === "other" ? login : `${login}, ${kind}`;
}

/** A 401 says that the token is of no use; anything else, that the question is. */
function untakenLine(
  about: string,
  problem: string,
  status: number | undefined,
  howToStore: string,
): Line {
  if (status === 401) return red(about, problem, howToStore);
  return yellow(about, `can't be told: ${problem}`, mendOf(problem, status));
}

function mendOf(problem: string, status = 503): string {
  if (status === 429 || status >= 500 || /rate limit/i.test(problem)) {
    return "Ask again later; githubstatus.com may say more.";
  }
  if (status === 403) {
    return (
      "The token of a run of GitHub Actions can't say whose it is; npm run check asks what it may do. For " +
      "another, look at the organization: its single sign-on, its allowed addresses, its rules for tokens."
    );
  }
  return "Look at api-url.";
}
