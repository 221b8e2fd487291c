import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { listen } from "../../local/listener.ts";
import type { Certificate } from "./certificate.ts";
import { type Cloud, type CloudOptions, createCloud } from "./cloud.ts";
import type { Answer } from "./exchange.ts";

/** What the process of the stand-ins is sent first; after that, any message asks for the counts. */
export interface StandInOptions extends CloudOptions {
  /** For a second address over TLS. */
  readonly certificate: Certificate | undefined;
}

/** The ports on 127.0.0.1. */
export interface Ports {
  readonly plain: number;
  readonly tls: number | undefined;
}

process.once("message", (options: StandInOptions) => void serve(options));
// Whoever has started it may end without a word.
process.once("disconnect", () => process.exit());

async function serve({ certificate, ...options }: StandInOptions): Promise<void> {
  const cloud = createCloud(options);
  const ports: Ports = {
    plain: await open(createServer(), cloud),
    tls: certificate && (await open(createTlsServer(certificate), cloud)),
  };
  process.on("message", () => process.send?.(cloud.counts()));
  process.send?.(ports);
}

async function open(server: Server, cloud: Cloud): Promise<number> {
  server.on("request", (message: IncomingMessage, reply: ServerResponse) => {
    void respond(message, reply, cloud);
  });
  // As long as AWS and GitHub leave a connection open at least: none may be closed between two measurements.
  server.keepAliveTimeout = 120_000;
  return listen(server, 0);
}

async function respond(
  message: IncomingMessage,
  reply: ServerResponse,
  cloud: Cloud,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  const { method = "", url: path = "", headers } = message;
  const body = Buffer.concat(chunks).toString("utf8");
  send(reply, cloud.answer({ method, path, headers, body }));
}

function send(reply: ServerResponse, { status, headers, body }: Answer): void {
  const text = JSON.stringify(body);
  reply.writeHead(status, { ...headers, "content-length": Buffer.byteLength(text) });
  reply.end(text);
}
