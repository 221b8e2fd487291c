import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { ask, dismiss } from "./ask.ts";
import { authorityIn, makeCertificate } from "./certificate.ts";
import type { CloudOptions, Counts, ForServices } from "./cloud.ts";
import type { Ports, StandInOptions } from "./serve.ts";

const main = fileURLToPath(new URL("./serve.ts", import.meta.url));

/** The URLs of the stand-ins, one for each service. */
export interface Address extends ForServices<string> {
  /** The file of the authority that has signed the certificate of all of them. */
  readonly authority?: string;
}

/** Stand-ins for Secrets Manager, DynamoDB and GitHub, in a process of their own. */
export interface StandIns {
  readonly plain: Address;
  /** Nothing where no certificate can be made. */
  readonly tls: Address | undefined;
  readonly counts: () => Promise<Counts>;
  readonly close: () => Promise<void>;
}

/** What is served, and how. */
export interface StartOptions extends CloudOptions {
  /** Milliseconds that each connection and each answer takes, besides its work; left out: none. */
  readonly distance?: number;
}

/**
 * Starts the stand-ins on free ports of 127.0.0.1.
 *
 * @param folder where their certificate is left.
 */
export async function startStandIns(options: StartOptions, folder: string): Promise<StandIns> {
  const certificate = makeCertificate(folder);
  const child = spawn(process.execPath, [main], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const given: StandInOptions = { distance: 0, ...options, certificate };
  const { plain, tls } = await ask<Ports>(child, given);
  return {
    plain: urlsOf("http", plain),
    tls: tls && { ...urlsOf("https", tls), authority: authorityIn(folder) },
    counts: () => ask<Counts>(child, "counts"),
    close: () => dismiss(child),
  };
}

function urlsOf(protocol: string, ports: ForServices<number>): ForServices<string> {
  const urlOf = (port: number) => `${protocol}://127.0.0.1:${port}`;
  return {
    secretsManager: urlOf(ports.secretsManager),
    dynamoDb: urlOf(ports.dynamoDb),
    gitHub: urlOf(ports.gitHub),
  };
}
