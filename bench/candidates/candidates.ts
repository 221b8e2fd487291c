import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Address } from "../stand-ins/start.ts";
import { buildInstead, bundleFloor, bundlePeer } from "./bundle.ts";
import { type Candidate, candidateOf } from "./candidate.ts";
import { iamCall, oneMessage, signedCall, tokenCall } from "./events.ts";
import { buildFunctions, configOf, functionsIn } from "./functions.ts";
import { fileOf, triggers } from "./order.ts";

/** Those that are measured cold, or warm; all are built into one folder. */
export interface Builder {
  /** The least that dispatches. */
  floor(): Promise<Candidate>;
  /** The floor with requests to the ledger, whose bodies have so many bytes. */
  floorWithLedger(recordBytes: number): Promise<Candidate>;
  /** `http` and `queue` as deployed, and the routes with other auth. */
  ours(): Promise<Readonly<Record<"http" | "queue" | "signed" | "iam", Candidate>>>;
  /** `http` and `queue` as deployed, but for the ledger. */
  withoutLedger(): Promise<Readonly<Record<"http" | "queue", Candidate>>>;
  /** What people write today. */
  peers(options: { readonly bundleAwsSdk: boolean }): Promise<readonly Candidate[]>;
}

/** What people write today: the names of their files, and what they are called. */
const peers = {
  "octokit-and-sdk": "Octokit + SDK",
  "sdk-and-fetch": "SDK + fetch",
  "powertools-and-octokit": "Powertools + Octokit",
} as const;

/** A ledger that answers at once. */
const instantLedger = {
  "functions/lambda/ledger.ts": "bench/candidates/handlers/instant-ledger.ts",
} as const;

/**
 * @param folder where bundles are written.
 * @param address where AWS and GitHub are.
 */
export function createBuilder(folder: string, address: Address): Builder {
  mkdirSync(folder, { recursive: true });
  const file = fileOf(triggers, address.gitHub);
  return {
    async floor() {
      const module = await bundleFloor("floor", folder);
      return candidateOf({ name: "floor", file: module, event: tokenCall }, address);
    },
    async floorWithLedger(recordBytes) {
      const module = await bundleFloor("floor-with-ledger", folder);
      const about = { name: "floor with ledger", file: module, event: tokenCall };
      const { environment, ...floor } = candidateOf(about, address);
      return { ...floor, environment: { ...environment, RECORD_BYTES: String(recordBytes) } };
    },
    async ours() {
      const ours = buildFunctions(file, join(folder, "ours"), address);
      return {
        http: ours("http", { name: "http", event: tokenCall }),
        queue: ours("queue", { name: "queue", event: oneMessage }),
        signed: ours("http", { name: "http, hmac", event: signedCall }),
        iam: ours("http", { name: "http, iam", event: iamCall }),
      };
    },
    async withoutLedger() {
      const place = join(folder, "without-ledger");
      await buildInstead(configOf(file), place, instantLedger);
      const ours = functionsIn(place, address);
      return {
        http: ours("http", { name: "http, ledger off", event: tokenCall }),
        queue: ours("queue", { name: "queue, ledger off", event: oneMessage }),
      };
    },
    peers: ({ bundleAwsSdk }) =>
      Promise.all(
        Object.entries(peers).map(async ([name, title]) => {
          const module = await bundlePeer(name, folder, { bundleAwsSdk });
          const all = bundleAwsSdk ? `${title}, SDK bundled` : title;
          return candidateOf({ name: all, file: module, event: tokenCall }, address);
        }),
      ),
  };
}
