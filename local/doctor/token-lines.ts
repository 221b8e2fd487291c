import { expiresSoon, type TokenExpiry } from "../../dispatch/tokens/expiry.ts";
import type { TokenFacts } from "../token-check.ts";
import { countOf, green, type Line, red, yellow } from "./line.ts";

/**
 * What a token may do, as far as GitHub tells without a repository. A dispatch needs the scope `repo` of a classic token:
 * docs.github.com/en/rest/actions/workflows#create-a-workflow-dispatch-event. For public repositories,
 * `public_repo` will do: docs.github.com/en/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps.
 */
export function permissionLine(name: string, { kind, scopes }: TokenFacts): Line {
  const about = `credential ${name}, scopes`;
  if (scopes === undefined) return untoldLine(name, kind);
  const list = scopes.split(",").map((scope) => scope.trim());
  if (list.includes("repo")) return green(about, scopes);
  const mend = howToGrant(kind);
  if (!list.includes("public_repo")) return red(about, `${scopes || "none"}: no repo`, mend);
  return yellow(about, `${scopes}: public repositories only`, `For others: ${mend}`);
}

function untoldLine(name: string, kind: TokenFacts["kind"]): Line {
  const about = `credential ${name}, permissions`;
  const check = "npm run check asks for each repository";
  if (kind === "classic" || kind === "OAuth app") {
    return yellow(about, "can't be told: the answer lists no scopes", `${check}.`);
  }
  const what = kind === "fine-grained" ? "a fine-grained token" : "this kind of token";
  return green(about, `not told by GitHub for ${what}: ${check}`);
}

/** cli.github.com/manual/gh_auth_refresh */
function howToGrant(kind: TokenFacts["kind"]): string {
  if (kind !== "OAuth app") {
    return "Tick repo at github.com/settings/tokens, or of your Enterprise Server's.";
  }
  return "Let the app that made the token ask for repo (GitHub CLI: gh auth refresh --scopes repo).";
}

/** How long a token lasts. */
export function expiryLine(
  name: string,
  expiry: TokenExpiry | undefined,
  now: number,
  howToStore: string,
): Line {
  const about = `credential ${name}, expiry`;
  if (expiry === undefined) return green(about, "never, or GitHub does not say");
  const { expires, daysLeft } = expiry;
  const date = new Date(expires).toISOString().slice(0, 10);
  if (expires <= now) return red(about, `it has expired on ${date}`, howToStore);
  const found = `${date}, ${countOf(daysLeft, "day")} left`;
  if (!expiresSoon(expiry)) return green(about, found);
  return yellow(about, found, `Make a new one before. ${howToStore}`);
}
