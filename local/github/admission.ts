import { selectApiVersion } from "./api-version.ts";
import { type Authorization, authorize } from "./authorization.ts";
import type { Refusal, Request } from "./message.ts";
import {
  countRequest,
  type RateLimitWindow,
  rateLimitExceeded,
  rateLimitHeaders,
} from "./rate-limit.ts";
import type { GitHubState } from "./state.ts";

/** Who may call, and how often. */
export interface Access {
  /** The accepted tokens; undefined accepts any. */
  tokens: readonly string[] | undefined;
  /** Requests an hour; undefined for no limit. */
  readonly rateLimit: number | undefined;
  /** Value of `github-authentication-token-expiration`; undefined for a token that never expires. */
  readonly tokenExpiration: string | undefined;
  /** By token. */
  readonly windows: Map<string, RateLimitWindow>;
}

/** The API version that serves a request, or why it is refused; either way with headers. */
export type Admission =
  | { readonly headers: Headers; readonly apiVersion: string; readonly refusal?: never }
  | { readonly headers: Headers; readonly apiVersion?: never; readonly refusal: Refusal };

type Headers = Readonly<Record<string, string>>;

/**
 * Checks the caller, the rate and the version, and collects the headers that tell of them.
 * @param overLimit the refusal if the request is over a secondary limit.
 */
export function admit(
  state: GitHubState,
  access: Access,
  request: Request,
  overLimit: Refusal | undefined,
): Admission {
  const { token, refusal } = identify(request, access);
  if (refusal !== undefined) return { headers: {}, refusal };
  const limit = useRateLimit(access, token, state.now());
  const headers = { ...limit.headers, ...expirationHeader(access) };
  if (limit.exceeded) return { headers, refusal: rateLimitExceeded };
  if (overLimit !== undefined) return { headers, refusal: overLimit };
  const header = singleHeader(request, "x-github-api-version");
  const selected = selectApiVersion(header, state.edition);
  if (selected.refusal !== undefined) return { headers, refusal: selected.refusal };
  const apiVersion = selected.version;
  return { headers: { ...headers, "x-github-api-version-selected": apiVersion }, apiVersion };
}

/** The repositories are public ones: anybody may read them, as on GitHub, but not more than read. */
function identify(request: Request, access: Access): Authorization {
  const { authorization } = request.headers;
  const reads = request.method === "GET" || request.method === "HEAD";
  if (authorization === undefined && reads) return { token: "" };
  return authorize(authorization, access.tokens);
}

function useRateLimit(access: Access, token: string, now: Date) {
  if (access.rateLimit === undefined) return { headers: {}, exceeded: false };
  const window = countRequest(access.windows.get(token), now);
  access.windows.set(token, window);
  return {
    headers: rateLimitHeaders(window, access.rateLimit),
    exceeded: window.used > access.rateLimit,
  };
}

function expirationHeader({ tokenExpiration }: Access): Record<string, string> {
  return tokenExpiration === undefined
    ? {}
    : { "github-authentication-token-expiration": tokenExpiration };
}

function singleHeader({ headers }: Request, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(", ") : value;
}
