import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer as createHttpServer, type RequestListener, type Server } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { type AddressInfo, createServer as createTcpServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Certificate, makeCertificate } from "../../../../bench/stand-ins/certificate.ts";

/** A loopback server, with the connections that clients have opened to it, in their order. */
export interface TestServer {
  readonly url: string;
  readonly connections: readonly Socket[];
  /** Waits until so many connections have been opened. */
  opened(count: number): Promise<void>;
  close(): Promise<void>;
}

const started: TestServer[] = [];

/** Closes the servers that a test has started. */
export async function closeServers(): Promise<void> {
  for (const server of started.splice(0)) await server.close();
}

export function startHttp(listener: RequestListener): Promise<TestServer> {
  return listen(createHttpServer(listener), "http", "connection");
}

export function startHttps(
  listener: RequestListener,
  certificate: Certificate,
): Promise<TestServer> {
  return listen(createHttpsServer(certificate, listener), "https", "secureConnection");
}

/** A server that does something else than HTTP with each connection. */
export async function startTcp(onConnection: (socket: Socket) => void): Promise<TestServer> {
  const server = createTcpServer((socket) => {
    socket.on("error", () => {});
    onConnection(socket);
  });
  return listen(server as Server, "http", "connection");
}

/** The URL of a port that nobody listens to. */
export async function refusedUrl(protocol: "http" | "https"): Promise<string> {
  const server = await startHttp(() => {});
  await server.close();
  return server.url.replace("http:", `${protocol}:`);
}

async function listen(
  server: Server,
  protocol: "http" | "https",
  event: "connection" | "secureConnection",
): Promise<TestServer> {
  const connections: Socket[] = [];
  server.on(event, (socket: Socket) => connections.push(socket));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const own: TestServer = {
    url: `${protocol}://127.0.0.1:${port}`,
    connections,
    async opened(count) {
      while (connections.length < count) await once(server, event);
    },
    async close() {
      for (const socket of connections) socket.destroy();
      if (server.listening) await new Promise((resolve) => server.close(resolve));
    },
  };
  started.push(own);
  return own;
}

/** A certificate for this machine that signs itself; nothing where no `openssl` makes one. */
export function createCertificate(names = "DNS:localhost,IP:127.0.0.1"): Certificate | undefined {
  const folder = mkdtempSync(join(tmpdir(), "certificate-"));
  try {
    return makeCertificate(folder, names);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
