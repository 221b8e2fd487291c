import type { ChildProcess } from "node:child_process";
import { mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { StartedEmulator } from "./emulator.ts";
import { atEnd, run, start, stop } from "./processes.ts";
import { timed } from "./progress.ts";
import { pythonWithMiniStack } from "./python.ts";

const cache = fileURLToPath(new URL("../../node_modules/.cache/ministack/", import.meta.url));

/** Seconds until a started MiniStack must listen. */
const startSeconds = 60;

/**
 * Starts MiniStack on a free port of 127.0.0.1: over TLS, since the queues refuse anything else, and with
 * IAM enforced, so that the functions can do only what their roles allow.
 *
 * @throws Error that says what is missing and how to mend it.
 */
export async function startMiniStack(): Promise<StartedEmulator> {
  requireLambdaNode();
  const python = await timed("MiniStack is installed", () =>
    pythonWithMiniStack(join(cache, "venv")),
  );
  const folder = mkdtempSync(join(tmpdir(), "ministack-"));
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  atEnd(removeFolder);
  const certificate = await createCertificate(folder);
  const port = await freePort();
  const log = join(cache, "ministack.log");
  const child = start({
    file: python,
    args: ["-m", "ministack"],
    env: environment(folder, port, certificate),
    output: openSync(log, "w"),
  });
  await timed("MiniStack listens", () => listening(child, port, log));
  return {
    url: `${certificate === undefined ? "http" : "https"}://127.0.0.1:${port}`,
    certificate: certificate?.certificate,
    mayHave: ["context-attributes", "time-to-live", ...(certificate ? [] : ["iam" as const])],
    async stop() {
      await stop(child);
      removeFolder();
    },
  };
}

/** MiniStack runs the functions with the first `node` of its PATH: it shall be what Lambda runs. */
function requireLambdaNode(): void {
  if (process.versions.node.startsWith("24.")) return;
  throw new Error(
    `The functions are for Node.js 24, and this is ${process.version}. ` +
      "Run npm run test:aws, which takes the Node.js of node_modules.",
  );
}

function environment(
  folder: string,
  port: number,
  certificate: Certificate | undefined,
): NodeJS.ProcessEnv {
  const { HOME, PATH = "" } = process.env;
  const secure = certificate && {
    AUTH: "true",
    USE_SSL: "1",
    MINISTACK_SSL_CERT: certificate.certificate,
    MINISTACK_SSL_KEY: certificate.key,
  };
  return {
    HOME,
    PATH: [dirname(process.execPath), PATH].join(delimiter),
    TMPDIR: folder,
    STATE_DIR: folder,
    GATEWAY_PORT: String(port),
    BIND_HOST: "127.0.0.1",
    ...secure,
  };
}

interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

/** A certificate for this run; undefined, with the reason printed, where it can't be made. */
async function createCertificate(folder: string): Promise<Certificate | undefined> {
  const certificate = join(folder, "certificate.pem");
  const key = join(folder, "key.pem");
  const request = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost".split(" ");
  const names = ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"];
  const args = [...request, ...names, "-keyout", key, "-out", certificate];
  try {
    await run({ file: "openssl", args, env: process.env }, 60);
    return { certificate, key };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    console.log(`MiniStack runs without TLS, and so without IAM: no certificate.\n${reason}`);
    return undefined;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

async function listening(child: ChildProcess, port: number, log: string): Promise<void> {
  const deadline = Date.now() + startSeconds * 1000;
  while (!(await accepts(port))) {
    const hasEnded = child.exitCode !== null || child.signalCode !== null;
    if (hasEnded || Date.now() > deadline) {
      await stop(child);
      const what = hasEnded ? "ended at once" : `did not listen within ${startSeconds} s`;
      throw new Error(`MiniStack ${what}:\n${readFileSync(log, "utf8")}`);
    }
    await sleep(100);
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
