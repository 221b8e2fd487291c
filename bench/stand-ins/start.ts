import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { ask, dismiss } from "./ask.ts";
import { authorityIn, makeCertificate } from "./certificate.ts";
import type { CloudOptions, Counts } from "./cloud.ts";
import type { Ports, StandInOptions } from "./serve.ts";

const main = fileURLToPath(new URL("./serve.ts", import.meta.url));

/** An address of the stand-ins, of AWS and GitHub alike. */
export interface Address {
  readonly url: string;
  /** The file of the authority that has signed the address's certificate. */
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

/**
 * Starts the stand-ins on free ports of 127.0.0.1.
 *
 * @param folder where their certificate is left.
 */
export async function startStandIns(options: CloudOptions, folder: string): Promise<StandIns> {
  const certificate = makeCertificate(folder);
  const child = spawn(process.execPath, [main], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const given: StandInOptions = { ...options, certificate };
  const { plain, tls } = await ask<Ports>(child, given);
  return {
    plain: { url: `http://127.0.0.1:${plain}` },
    tls:
      tls === undefined
        ? undefined
        : { url: `https://127.0.0.1:${tls}`, authority: authorityIn(folder) },
    counts: () => ask<Counts>(child, "counts"),
    close: () => dismiss(child),
  };
}
