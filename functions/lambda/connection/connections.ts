import type { IncomingMessage, RequestOptions } from "node:http";
import type { Socket } from "node:net";
import type { Fetch, FetchAnswer } from "../../../dispatch/fetch.ts";
import { type AgentSettings, createAgent, type EarlyAgent } from "./agent.ts";
import { nodeHttp, nodeHttps } from "./node-http.ts";

/** Requests to GitHub and AWS over connections that are kept, and that can be opened before they are needed. */
export interface Connections {
  /** As much of `fetch` as the functions need; a rejection carries Node's own error, or the signal's reason. */
  readonly fetch: Fetch;
  /** Opens a connection to the host of a URL for the request that is about to come. */
  readonly open: (url: string) => void;
}

/** One protocol's part of Node's HTTP client. */
interface Client {
  readonly request: ReturnType<typeof nodeHttp>["request"];
  readonly agent: EarlyAgent;
  readonly port: number;
}

/** Connections to the hosts of one owner, such as AWS; there is one agent for each protocol. */
export function createConnections(settings: AgentSettings): Connections {
  const clients = new Map<string, Client>();
  const clientFor = ({ protocol }: URL): Client => {
    const client = clients.get(protocol) ?? createClient(protocol, settings);
    clients.set(protocol, client);
    return client;
  };
  return {
    fetch: async (address, { method, headers, body, signal }) => {
      const url = new URL(address);
      const { request, agent } = clientFor(url);
      agent.closeIdle();
      // Left out, the other side might choose any: datatracker.ietf.org/doc/html/rfc9110#section-12.5.3
      const all = { "accept-encoding": "identity", ...headers };
      return send(request, url, { method, agent, signal, headers: all }, body);
    },
    open: (address) => {
      const url = new URL(address);
      const { agent, port } = clientFor(url);
      agent.connect(url.hostname, Number(url.port || port));
    },
  };
}

function createClient(protocol: string, settings: AgentSettings): Client {
  if (protocol === "https:") {
    const { request, Agent } = nodeHttps();
    return { request, agent: createAgent(Agent, settings), port: 443 };
  }
  const { request, Agent } = nodeHttp();
  return { request, agent: createAgent(Agent, settings), port: 80 };
}

function send(
  request: Client["request"],
  url: URL,
  options: RequestOptions & { readonly signal: AbortSignal },
  body: string | undefined,
): Promise<FetchAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, options, (response) => resolve(answerOf(response)));
    sent.on("error", (error) =>
      reject(options.signal.aborted ? options.signal.reason : reasonOf(error, sent.socket)),
    );
    // After an answer this means nothing; without one there is none to wait for.
    sent.on("close", () => reject(new Error("the connection was closed")));
    sent.end(body);
  });
}

/** What fails in the handshake was not sent. `fetch` names that as TLS does, the client by its first write. */
function reasonOf(error: NodeJS.ErrnoException, socket: Socket | null): Error {
  const isHandshake = socket !== null && "secureConnecting" in socket && socket.secureConnecting;
  if (!isHandshake || error.code !== "EPROTO") return error;
  return Object.assign(error, { code: "ERR_SSL_HANDSHAKE" });
}

function answerOf(response: IncomingMessage): FetchAnswer {
  const { statusCode: status = 0, headers } = response;
  // Read at once, so that the connection can be used again.
  const text = readText(response);
  text.catch(() => {});
  const get = (name: string) => headers[name.toLowerCase()]?.toString() ?? null;
  return {
    status,
    headers: { get, has: (name) => get(name) !== null },
    text: () => text,
    json: async () => JSON.parse(await text),
  };
}

function readText(response: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    response.setEncoding("utf8");
    response.on("data", (chunk: string) => {
      text += chunk;
    });
    response.once("end", () => resolve(text));
    response.on("error", reject);
  });
}
