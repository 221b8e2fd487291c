import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { close, listen } from "../listener.ts";
import type { Access } from "./admission.ts";
import { type CallRecord, createCallLog } from "./calls.ts";
import { editions, type GitHubServer } from "./edition.ts";
import type { FaultPlan } from "./faults.ts";
import { type Host, handle } from "./handle.ts";
import type { InstalledApp } from "./installation-token.ts";
import { findRepository, type Repositories } from "./repositories.ts";
import type { Run } from "./runs.ts";
import { createSecondaryLimiter, type SecondaryLimits } from "./secondary-limits.ts";
import type { GitHubState } from "./state.ts";
import { findWorkflow, type WorkflowState } from "./workflows.ts";

export interface GitHubOptions {
  /** See `loadRepositories`. */
  readonly repositories: Repositories;
  /** The accepted tokens; undefined accepts any token that is not empty. */
  readonly tokens: readonly string[] | undefined;
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

/** A running stand-in. */
export interface GitHub {
  /** Base URL of the API, without a slash at its end. */
  readonly url: string;
  /** All runs, oldest first. */
  runs(): readonly Run[];
  /** All requests to the API, oldest first. */
  calls(): readonly CallRecord[];
  /** Replaces the accepted tokens, as a rotation does. */
  setTokens(tokens: readonly string[] | undefined): void;
  /**
   * Switches a workflow off (or, with "active", on) as GitHub itself does, for example for inactivity.
   * @throws Error if there is no such workflow.
   */
  disableWorkflow(repository: string, idOrFile: string, state?: WorkflowState): Promise<void>;
  /** Ends all connections and refuses new ones, until `restart`. Nothing is forgotten. */
  stop(): Promise<void>;
  /**
   * Listens on the same port again; first stops if need be.
   * @throws the system's error if somebody else has taken the port.
   */
  restart(): Promise<void>;
  /** Ends all connections and frees the port. */
  close(): Promise<void>;
}

/**
 * Starts a local stand-in for GitHub's REST API, as far as dispatching workflows needs it. It is never
 * more lenient than GitHub; where GitHub's behaviour is not known, it refuses. It keeps everything in
 * memory and listens on 127.0.0.1 alone.
 * @throws the system's error if the port cannot be had.
 */
export async function startGitHub(options: GitHubOptions): Promise<GitHub> {
  const server = createServer();
  const port = await listen(server, options.port ?? 0);
  const host = createHost(options, `http://127.0.0.1:${port}`);
  const { state, access, calls } = host;
  server.on("request", (message: IncomingMessage, reply: ServerResponse) => {
    void handle(host, message, reply);
  });
  return {
    url: state.apiUrl,
    runs: () => [...state.runs],
    calls: () => calls.list(),
    setTokens: (tokens) => {
      access.tokens = tokens;
    },
    disableWorkflow: (repository, idOrFile, workflowState = "disabled_manually") =>
      setWorkflowState(state, repository, idOrFile, workflowState),
    stop: () => close(server),
    restart: async () => {
      await close(server);
      await listen(server, port);
    },
    close: () => close(server),
  };
}

function createHost(options: GitHubOptions, webUrl: string): Host {
  return {
    state: createState(options, webUrl),
    access: createAccess(options),
    calls: createCallLog(),
    limiter: createSecondaryLimiter(options.limits),
    faults: options.faults ?? (() => undefined),
  };
}

function createAccess({ server, tokens, rateLimit, tokenExpiration }: GitHubOptions): Access {
  return {
    tokens,
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

async function setWorkflowState(
  state: GitHubState,
  repository: string,
  idOrFile: string,
  workflowState: WorkflowState,
): Promise<void> {
  const [owner = "", name = ""] = repository.split("/");
  const found = findRepository(state.repositories, owner, name);
  const workflow = found && (await findWorkflow(found, idOrFile));
  if (workflow === undefined) {
    throw new Error(`The stand-in has no workflow ${idOrFile} in ${repository}.`);
  }
  state.workflowStates.set(workflow.id, workflowState);
}
