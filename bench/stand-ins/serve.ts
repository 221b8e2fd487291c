import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Certificate } from "./certificate.ts";
import { type Cloud, type CloudOptions, createCloud, type ForServices } from "./cloud.ts";
import type { Answer, Request } from "./exchange.ts";

/** What the process of the stand-ins is sent first; after that, any message asks for the counts. */
export interface StandInOptions extends CloudOptions {
  /** For second addresses over TLS. */
  readonly certificate: Certificate | undefined;
  /** Milliseconds that each connection and each answer takes, besides its work. */
  readonly distance: number;
}

/** The ports on 127.0.0.1. */
export interface Ports {
  readonly plain: ForServices<number>;
  readonly tls: ForServices<number> | undefined;
}

process.once("message", (options: StandInOptions) => void serve(options));
// Whoever has started it may end without a word.
process.once("disconnect", () => process.exit());

async function serve({ certificate, distance, ...options }: StandInOptions): Promise<void> {
  const cloud = createCloud(options);
  const ports: Ports = {
    plain: await openAll(() => createServer(), cloud, distance),
    tls: certificate && (await openAll(() => createTlsServer(certificate), cloud, distance)),
  };
  process.on("message", () => process.send?.(cloud.counts()));
  process.send?.(ports);
}

/** A port for each, as they are other hosts in truth: no connection to one can be used for another. */
async function openAll(
  create: () => Server,
  { services }: Cloud,
  distance: number,
): Promise<ForServices<number>> {
  return {
    secretsManager: await open(create(), services.secretsManager, distance),
    dynamoDb: await open(create(), services.dynamoDb, distance),
    gitHub: await open(create(), services.gitHub, distance),
  };
}

async function open(
  server: Server,
  answer: (request: Request) => Answer,
  distance: number,
): Promise<number> {
  server.on("request", async (message: IncomingMessage, reply: ServerResponse) => {
    const answered = answer(await read(message));
    if (distance > 0) await sleep(distance);
    send(reply, answered);
  });
  // As long as AWS and GitHub leave a connection open at least: none may be closed between two measurements.
  server.keepAliveTimeout = 120_000;
  const front = distance > 0 ? farFrom(server, distance) : server;
  front.listen(0, "127.0.0.1");
  await once(front, "listening");
  return (front.address() as AddressInfo).port;
}

/** Takes connections for a server, which gets each of them later. */
function farFrom(server: Server, distance: number) {
  // As Node's HTTP servers have it: else small answers would wait for each other.
  return createTcpServer({ noDelay: true }, async (socket) => {
    await sleep(distance);
    server.emit("connection", socket);
  });
}

async function read(message: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  const { method = "", url: path = "", headers } = message;
  return { method, path, headers, body: Buffer.concat(chunks).toString("utf8") };
}

function send(reply: ServerResponse, { status, headers, body }: Answer): void {
  const text = JSON.stringify(body);
  reply.writeHead(status, { ...headers, "content-length": Buffer.byteLength(text) });
  reply.end(text);
}
