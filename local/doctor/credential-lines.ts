import type { Credential, PatCredential } from "../../dispatch/config.ts";
import {
  authorizationOf,
  type Checked,
  type CheckServices,
  checkToken,
  type TokenFacts,
} from "../token-check.ts";
import { appLines } from "./app-lines.ts";
import { mendOfWay } from "./host-lines.ts";
import { green, type Line, red, yellow } from "./line.ts";
import { readCredential, type SecretPlace } from "./secret-lines.ts";
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
  /** Whether it is not this machine that dispatches. */
  readonly isDeployed: boolean;
}

/** Whether a credential's secret can be read, whether GitHub takes it, whose it is and what it may do. */
export async function credentialFindings(
  credential: Credential,
  work: CredentialWork,
): Promise<CredentialFindings> {
  const apiUrl = credential["api-url"];
  const { text, line } = await readCredential(work.name, credential, work.place);
  if (text === undefined) return { apiUrl, lines: [line] };
  const { lines, authorization } =
    credential.pat === undefined
      ? await appLines(credential, text, work)
      : await patLines(credential, text, work);
  return { apiUrl, authorization, lines: [line, ...lines] };
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
  const checked = await checkToken(name, credential, authorization.value, services);
  if (checked.problem !== undefined) {
    const mend = mendOf(checked.code, credential["api-url"], howToStore);
    return { lines: [untakenLine(about, checked, mend)] };
  }
  const facts = checked.value;
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

type Untaken = Extract<Checked<TokenFacts>, { readonly problem: string }>;

/** Some answers say that it can't work; the others, that the question is of no use. */
function untakenLine(about: string, { problem, code }: Untaken, mend: string): Line {
  const isCertain = code === "token-invalid" || code === "not-github";
  if (isCertain) return red(about, problem, mend);
  return yellow(about, `can't be told: ${problem}`, mend);
}

function mendOf(code: Untaken["code"], apiUrl: string, howToStore: string): string {
  switch (code) {
    case "token-invalid":
      return howToStore;
    case "not-github":
      return mendOfWay(apiUrl);
    case "rate-limited":
    case "github-unavailable":
      return "Ask again later; githubstatus.com may say more.";
    case "token-forbidden":
      return (
        "The token of a run of GitHub Actions can't say whose it is; npm run check asks what it may do. For " +
        "another, look at the organization: its single sign-on, its allowed addresses, its rules for tokens."
      );
    default:
      return "Look at api-url.";
  }
}
