import type { ReadSecret } from "../dispatch/tokens/secret.ts";

/** A changed route secret is in force after this many milliseconds at the latest. */
const lifetime = 60_000;

/** Keeps the secrets of routes for a minute; shares a read under way and forgets one that failed. */
export function createSecretCache(readSecret: ReadSecret, now: () => number): ReadSecret {
  const kept = new Map<string, { readonly secret: Promise<string>; readonly until: number }>();
  return (name) => {
    const known = kept.get(name);
    if (known !== undefined && now() < known.until) return known.secret;
    const fresh = { secret: readSecret(name), until: now() + lifetime };
    kept.set(name, fresh);
    fresh.secret.catch(() => {
      // A slow failure must not take away what was read since.
      if (kept.get(name) === fresh) kept.delete(name);
    });
    return fresh.secret;
  };
}
