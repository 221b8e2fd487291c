import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Access } from "./admission.ts";
import { answer } from "./answer.ts";
import { editions, type GitHubServer } from "./edition.ts";
import type { InstalledApp } from "./installation-token.ts";
import { json, type Request, type Response } from "./message.ts";
import { findRepository, type Repositories } from "./repositories.ts";
import { readBody } from "./request-body.ts";
import type { Run } from "./runs.ts";
import type { GitHubState } from "./state.ts";
import { findWorkflow, type WorkflowState } from "./workflows.ts";

export interface GitHubOptions {
  /** See `loadRepositories`. */
  readonly repositories: Repositories;
  /** The accepted tokens; undefined accepts any token that is not empty. */
  readonly tokens: readonly string[] | undefined;
  /** Which GitHub to play; github.com by default. */
  readonly server?: GitHubServer;
  /** The clock, for the runs' times and the rate limit. */
  readonly now?: () => Date;
  /** 0, the default, takes a free port. */
  readonly port?: number;
  /** Requests an hour for each token; by default the server's own limit (5,000 on github.com). */
  readonly rateLimit?: number;
  /** Value of `github-authentication-token-expiration`, such as `2026-12-01 10:00:00 UTC`. */
  readonly tokenExpiration?: string;
  /** The GitHub Apps that are installed; none by default. */
  readonly apps?: readonly InstalledApp[];
  /** Called for every run that is started. */
  readonly onRun?: (run: Run) => void;
}

/** A running stand-in. */
export interface GitHub {
  /** Base URL of the API, without a slash at its end. */
  readonly url: string;
  /** All runs, oldest first. */
  runs(): readonly Run[];
  /** Replaces the accepted tokens, as a rotation does. */
  setTokens(tokens: readonly string[] | undefined): void;
  /**
   * Switches a workflow off (or, with "active", on) as GitHub itself does, for example for inactivity.
   * @throws Error if there is no such workflow.
   */
  disableWorkflow(repository: string, idOrFile: string, state?: WorkflowState): Promise<void>;
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
  const webUrl = await listen(server, options.port ?? 0);
  const access = createAccess(options);
  const state = createState(options, webUrl);
  server.on("request", (message: IncomingMessage, reply: ServerResponse) => {
    void handle(state, access, message, reply);
  });
  return {
    url: state.apiUrl,
    runs: () => [...state.runs],
    setTokens: (tokens) => {
      access.tokens = tokens;
    },
    disableWorkflow: (repository, idOrFile, workflowState = "disabled_manually") =>
      setWorkflowState(state, repository, idOrFile, workflowState),
    close: () => close(server),
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
    apps: options.apps ?? [],
    apiUrl: webUrl + edition.apiPath,
    webUrl,
    now: options.now ?? (() => new Date()),
    onRun: options.onRun ?? (() => {}),
  };
}

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      const { port: taken } = server.address() as AddressInfo;
      resolve(`http://127.0.0.1:${taken}`);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function handle(
  state: GitHubState,
  access: Access,
  message: IncomingMessage,
  reply: ServerResponse,
): Promise<void> {
  try {
    send(reply, await answer(state, access, await readRequest(message)));
  } catch (error) {
    // The client has left, or there is a bug here. Neither may end the process.
    if (message.errored === null) console.error(error);
    if (!reply.headersSent) send(reply, json(500, { message: "Server Error", status: "500" }));
  }
}

async function readRequest(message: IncomingMessage): Promise<Request> {
  const target = message.url ?? "/";
  const query = target.indexOf("?");
  return {
    method: message.method ?? "GET",
    path: decodePath(query < 0 ? target : target.slice(0, query)),
    query: new URLSearchParams(query < 0 ? "" : target.slice(query)),
    headers: message.headers,
    body: await readBody(message),
  };
}

function decodePath(path: string): string[] | undefined {
  try {
    return path.split("/").slice(1).map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

function send(reply: ServerResponse, { status, headers, text }: Response): void {
  const length = text === undefined ? {} : { "content-length": Buffer.byteLength(text) };
  reply.writeHead(status, { ...headers, ...length });
  reply.end(text);
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
