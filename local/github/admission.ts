import { selectApiVersion } from "./api-version.ts";
import { type Authorization, authorize } from "./authorization.ts";
import type { Call } from "./endpoint.ts";
import type { Refusal, Request } from "./message.ts";
import type { AppPermissions, Caller, TokenPermissions } from "./permissions.ts";
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
  /** What a token may do; one that is absent may do all. */
  readonly permissions: ReadonlyMap<string, TokenPermissions>;
  /** What the tokens of installations may do. */
  readonly installations: Map<string, AppPermissions>;
  /** The repositories that a token can't see, by `owner/repo` in lower case. */
  readonly hidden: ReadonlyMap<string, ReadonlySet<string>>;
  /** Requests an hour; undefined for no limit. */
  readonly rateLimit: number | undefined;
  /** Value of `github-authentication-token-expiration`; undefined for a token that never expires. */
  readonly tokenExpiration: string | undefined;
  /** By token. */
  readonly windows: Map<string, RateLimitWindow>;
}

/** Who sends a request and how it is served, or why it is refused; either way with headers. */
export type Admission =
  | (SelectedVersion & Pick<Call, "caller" | "hidden">)
  | { readonly headers: Headers; readonly refusal: Refusal };

/** The API version that serves a request. */
interface SelectedVersion {
  readonly headers: Headers;
  readonly apiVersion: string;
  readonly refusal?: never;
}

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
  const headers = { ...limit.headers, ...tokenHeaders(access, token) };
  if (limit.exceeded) return { headers, refusal: rateLimitExceeded };
  if (overLimit !== undefined) return { headers, refusal: overLimit };
  const selected = selectVersion(state, request);
  const allHeaders = { ...headers, ...selected.headers };
  if (selected.refusal !== undefined) return { headers: allHeaders, refusal: selected.refusal };
  const { apiVersion } = selected;
  const hidden = token === "" ? state.private : access.hidden.get(token);
  const caller = callerWith(access, token);
  return { headers: allHeaders, apiVersion, caller, hidden: hidden ?? new Set() };
}

/** The API version that a request asks for, or why there is none; either way with headers. */
export function selectVersion(
  { edition }: GitHubState,
  request: Request,
):
  | SelectedVersion
  | { readonly headers: Headers; readonly apiVersion?: never; readonly refusal: Refusal } {
  const header = singleHeader(request, "x-github-api-version");
  const { version, refusal } = selectApiVersion(header, edition);
  if (refusal !== undefined) return { headers: {}, refusal };
  return { headers: { "x-github-api-version-selected": version }, apiVersion: version };
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

function callerWith({ permissions, installations }: Access, token: string): Caller {
  if (token === "") return { kind: "nobody" };
  const installation = installations.get(token);
  if (installation !== undefined) return { kind: "installation", permissions: installation };
  return { kind: "user", permissions: permissions.get(token) ?? {} };
}

/**
 * What GitHub tells of a token: when it expires, and the scopes of a classic one
 * (docs.github.com/en/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps).
 */
function tokenHeaders({ tokenExpiration, permissions }: Access, token: string): Headers {
  const scopes = permissions.get(token)?.scopes;
  return {
    ...(tokenExpiration && { "github-authentication-token-expiration": tokenExpiration }),
    ...(scopes !== undefined && { "x-oauth-scopes": scopes }),
  };
}

function singleHeader({ headers }: Request, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(", ") : value;
}
