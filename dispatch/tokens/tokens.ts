import type { Timing } from "../backoff.ts";
import type { Config, Credential } from "../config.ts";
import type { Transport } from "../github/call.ts";
import type { Step } from "../outcome.ts";
import { credentialNamed } from "../trigger.ts";
import { fetchAppToken } from "./app.ts";
import { fetchPat } from "./pat.ts";
import type { ReadSecret } from "./secret.ts";

/** The value of an `Authorization` header. */
export type Authorization = string;

/** A token, and until when it may be used, in milliseconds since the epoch. */
export interface Token {
  readonly authorization: Authorization;
  readonly usableUntil: number;
}

/** What fetching a token needs of the outside world. */
export interface TokenServices extends Timing, Transport {
  readonly readSecret: ReadSecret;
}

/** The tokens of all credentials, fetched when needed and kept for a while. */
export interface Tokens {
  /** The token of a credential of the config. */
  get(credential: string): Promise<Step<Authorization>>;
  /** Forgets a token that GitHub refused, unless another has replaced it already. */
  forget(credential: string, refused: Authorization): void;
}

/**
 * Keeps the tokens of credentials. Only successes are kept. Callers that ask while a token is being
 * fetched share that one fetch, and its failure is forgotten, so that the next delivery asks again.
 */
export function createTokens(credentials: Config["credentials"], services: TokenServices): Tokens {
  const kept = new Map<string, Token>();
  const inFlight = new Map<string, Promise<Step<Token>>>();

  async function fetchAndKeep(name: string): Promise<Step<Token>> {
    const token = await fetchToken(credentialNamed(name, credentials), services);
    if (token.failure === undefined) kept.set(name, token.value);
    return token;
  }

  function fetchShared(name: string): Promise<Step<Token>> {
    const shared = inFlight.get(name);
    if (shared !== undefined) return shared;
    const fetching = fetchAndKeep(name).finally(() => inFlight.delete(name));
    inFlight.set(name, fetching);
    return fetching;
  }

  return {
    async get(name) {
      const known = kept.get(name);
      if (known !== undefined && services.now() < known.usableUntil) {
        return { value: known.authorization };
      }
      const token = await fetchShared(name);
      return token.failure === undefined ? { value: token.value.authorization } : token;
    },
    forget(name, refused) {
      if (kept.get(name)?.authorization === refused) kept.delete(name);
    },
  };
}

function fetchToken(credential: Credential, services: TokenServices): Promise<Step<Token>> {
  if (credential.pat !== undefined) return fetchPat(credential.pat, services);
  return fetchAppToken(credential.app, credential["api-url"], services);
}
