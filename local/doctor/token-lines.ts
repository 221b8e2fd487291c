import { expiresSoon, type TokenExpiry } from "../../dispatch/tokens/expiry.ts";
import type { TokenFacts } from "../token-check.ts";
import { countOf, green, type Line, red, yellow } from "./line.ts";

/**
 * What a token may do. A dispatch needs the scope `repo` of a classic token:
 * docs.github.com/en/rest/actions/workflows#create-a-workflow-dispatch-event. For public repositories,
 * `public_repo` will do: docs.github.com/en/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps.
 */
export function permissionLine(name: string, { kind, scopes = "" }: TokenFacts): Line {
  if (kind !== "classic") {
    const found = `GitHub lists none of a ${kind === "other" ? "" : "fine-grained "}token; npm run check asks for each repository`;
    return green(`credential ${name}, permissions`, found);
  }
  const about = `credential ${name}, scopes`;
  const list = scopes.split(",").map((scope) => scope.trim());
  if (list.includes("repo")) return green(about, scopes);
  const mend = "Tick repo at github.com/settings/tokens, or of your Enterprise Server's.";
  if (!list.includes("public_repo")) return red(about, `${scopes || "none"}: no repo`, mend);
  return yellow(about, `${scopes}: public repositories only`, `For others: ${mend}`);
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
