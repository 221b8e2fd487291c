import type { TestProject } from "vitest/node";
import { type Limit, limits } from "./limits.ts";
import { startMiniStack } from "./ministack.ts";

/** An AWS emulator. */
export interface Emulator {
  /** The one endpoint of all its services. */
  readonly url: string;
  /** The file of the certificate to trust; undefined for what the system trusts, or without TLS. */
  readonly certificate: string | undefined;
  /** The limits that it may have. */
  readonly mayHave: readonly Limit[];
}

/** An emulator, and how to end it. */
export interface StartedEmulator extends Emulator {
  stop(): Promise<void>;
}

declare module "vitest" {
  interface ProvidedContext {
    /** The emulator, or why there is none. */
    readonly emulator: Emulator | { readonly failure: string };
  }
}

/**
 * Uses the emulator at AWS_ENDPOINT_URL, or else starts MiniStack, and ends it after the tests. That there
 * is none is for the tests to say: Vitest counts nothing when this fails.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const url = process.env.AWS_ENDPOINT_URL;
  try {
    const { stop, ...emulator } = url ? await findEmulator(url) : await startMiniStack();
    project.provide("emulator", emulator);
    return stop;
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    project.provide("emulator", { failure });
    return async () => {};
  }
}

async function findEmulator(url: string): Promise<StartedEmulator> {
  try {
    await fetch(url);
  } catch (error) {
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    throw new Error(
      `No AWS emulator answers at AWS_ENDPOINT_URL=${url} (${String(cause)}). ` +
        "Start it, or unset AWS_ENDPOINT_URL: then MiniStack is started.",
      { cause: error },
    );
  }
  console.log(`The emulator at AWS_ENDPOINT_URL is used: ${url}`);
  const certificate = url.startsWith("https:") ? process.env.NODE_EXTRA_CA_CERTS : undefined;
  const mayHave = Object.keys(limits) as Limit[];
  return { url, certificate, mayHave, stop: async () => {} };
}
