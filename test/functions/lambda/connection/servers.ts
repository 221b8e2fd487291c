import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer as createHttpServer, type RequestListener, type Server } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { type AddressInfo, createServer as createTcpServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A loopback server, with the connections that clients have opened to it, in their order. */
export interface TestServer {
  readonly url: string;
  readonly connections: readonly Socket[];
  /** Waits until so many connections have been opened. */
  opened(count: number): Promise<void>;
  close(): Promise<void>;
}

/** A certificate with its key, in PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
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
    const files = { cert: join(folder, "cert.pem"), key: join(folder, "key.pem") };
    const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
    const about = ["-subj", "/CN=localhost", "-addext", `subjectAltName=${names}`, "-days", "2"];
    const out = ["-out", files.cert, "-keyout", files.key];
    execFileSync("openssl", ["req", "-x509", ...curve, ...about, ...out], { stdio: "ignore" });
    return { cert: readFileSync(files.cert, "utf8"), key: readFileSync(files.key, "utf8") };
  } catch {
    return undefined;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
