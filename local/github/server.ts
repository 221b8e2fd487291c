import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { close, listen } from "../listener.ts";
import type { CallRecord } from "./calls.ts";
import { handle } from "./handle.ts";
import { createHost, type GitHubOptions } from "./options.ts";
import { findRepository } from "./repositories.ts";
import type { Run } from "./runs.ts";
import type { GitHubState } from "./state.ts";
import { findWorkflow, type WorkflowState } from "./workflows.ts";

export type { GitHubOptions } from "./options.ts";

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
