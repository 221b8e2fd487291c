import type { Access } from "./admission.ts";
import { createCallLog } from "./calls.ts";
import { editions, type GitHubServer } from "./edition.ts";
import type { FaultPlan } from "./faults.ts";
import type { Host } from "./handle.ts";
import type { InstalledApp } from "./installation-token.ts";
import type { TokenPermissions } from "./permissions.ts";
import type { Repositories } from "./repositories.ts";
import type { Run } from "./runs.ts";
import { createSecondaryLimiter, type SecondaryLimits } from "./secondary-limits.ts";
import type { GitHubState } from "./state.ts";

/** What a stand-in is to be like. */
export interface GitHubOptions {
  /** See `loadRepositories`. */
  readonly repositories: Repositories;
  /** The accepted tokens; undefined accepts any token that is not empty. */
  readonly tokens: readonly string[] | undefined;
  /** What some of the tokens may do, by token; a token that is not among them may do all. */
  readonly permissions?: Readonly<Record<string, TokenPermissions>>;
  /**
   * The repositories (`owner/repo`) that a token can't see, by token; none by default. They are private
   * ones, so that without a token nobody sees them either.
   */
  readonly hidden?: Readonly<Record<string, readonly string[]>>;
  /** The archived repositories (`owner/repo`); none by default. */
  readonly archived?: readonly string[];
  /** Which GitHub to play; github.com by default. */
  readonly server?: GitHubServer;
  /** The clock, for the runs' times and the rate limits. */
  readonly now?: () => Date;
  /** 0, the default, takes a free port. */
  readonly port?: number;
  /** Requests an hour for each token; by default the server's own limit (5,000 on github.com). */
  readonly rateLimit?: number;
  /** Value of `github-authentication-token-expiration`, such as `2026-12-01 10:00:00 UTC`. */
  readonly tokenExpiration?: string;
  /** The GitHub Apps that are installed; none by default. */
  readonly apps?: readonly InstalledApp[];
  /** Secondary rate limits, such as `documentedLimits`; none by default. */
  readonly limits?: SecondaryLimits;
  /** How long after its creation lists show a run, in milliseconds; 0 by default. */
  readonly listingDelay?: number;
  /** Which requests to the API go wrong; none by default. */
  readonly faults?: FaultPlan;
  /** Called for every run that is started. */
  readonly onRun?: (run: Run) => void;
}

/** What a stand-in starts with. */
export function createHost(options: GitHubOptions, webUrl: string): Host {
  return {
    state: createState(options, webUrl),
    access: createAccess(options),
    calls: createCallLog(),
    limiter: createSecondaryLimiter(options.limits),
    faults: options.faults ?? (() => undefined),
  };
}

function createAccess(options: GitHubOptions): Access {
  const { server, tokens, rateLimit, tokenExpiration, permissions = {}, hidden = {} } = options;
  return {
    tokens,
    permissions: new Map(Object.entries(permissions)),
    installations: new Map(),
    hidden: new Map(Object.entries(hidden).map(([token, names]) => [token, lowerCased(names)])),
    rateLimit: rateLimit ?? editions[server ?? "github.com"].rateLimit,
    tokenExpiration,
    windows: new Map(),
  };
}

function createState(options: GitHubOptions, webUrl: string): GitHubState {
  const edition = editions[options.server ?? "github.com"];
  return {
    edition,
    repositories: options.repositories,
    archived: lowerCased(options.archived ?? []),
    private: lowerCased(Object.values(options.hidden ?? {}).flat()),
    workflowStates: new Map(),
    runs: [],
    listedFrom: new Map(),
    listingDelay: options.listingDelay ?? 0,
    apps: options.apps ?? [],
    apiUrl: webUrl + edition.apiPath,
    webUrl,
    now: options.now ?? (() => new Date()),
    onRun: options.onRun ?? (() => {}),
  };
}

function lowerCased(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.map((name) => name.toLowerCase()));
}
