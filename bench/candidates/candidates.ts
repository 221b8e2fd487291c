import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Config, readConfig } from "../../dispatch/config.ts";
import { writeBundle } from "../../infra/bundle.ts";
import type { Address } from "../stand-ins/start.ts";
import { bundleFloor, bundlePeer, bundleWithoutLedger } from "./bundle.ts";
import { environmentOf } from "./environment.ts";
import { iamCall, oneMessage, signedCall, tokenCall } from "./events.ts";
import { triggersFile } from "./order.ts";

/** A handler that is measured. */
export interface Candidate {
  readonly name: string;
  /** The module that exports the handler. */
  readonly file: string;
  /** The JSON of an event: see `eventFor`. */
  readonly event: string;
  readonly environment: Readonly<Record<string, string>>;
}

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

/**
 * @param folder where bundles are written.
 * @param address where AWS and GitHub are.
 */
export function createBuilder(folder: string, address: Address): Builder {
  mkdirSync(folder, { recursive: true });
  const candidate = (name: string, file: string, event: string): Candidate => {
    return { name, file, event, environment: environmentOf(name, file, address) };
  };
  const config = configFor(address.url);
  return {
    async floor() {
      return candidate("floor", await bundleFloor("floor", folder), tokenCall);
    },
    async floorWithLedger(recordBytes) {
      const file = await bundleFloor("floor-with-ledger", folder);
      const floor = candidate("floor with ledger", file, tokenCall);
      const environment = { ...floor.environment, RECORD_BYTES: String(recordBytes) };
      return { ...floor, environment };
    },
    async ours() {
      const place = join(folder, "ours");
      writeBundle(config, place);
      const [http, queue] = [join(place, "http.mjs"), join(place, "queue.mjs")];
      return {
        http: candidate("http", http, tokenCall),
        queue: candidate("queue", queue, oneMessage),
        signed: candidate("http, hmac", http, signedCall),
        iam: candidate("http, iam", http, iamCall),
      };
    },
    async withoutLedger() {
      const place = join(folder, "without-ledger");
      await bundleWithoutLedger(config, place);
      return {
        http: candidate("http, ledger off", join(place, "http.mjs"), tokenCall),
        queue: candidate("queue, ledger off", join(place, "queue.mjs"), oneMessage),
      };
    },
    peers: ({ bundleAwsSdk }) =>
      Promise.all(
        Object.entries(peers).map(async ([name, title]) => {
          const file = await bundlePeer(name, folder, { bundleAwsSdk });
          return candidate(bundleAwsSdk ? `${title}, SDK bundled` : title, file, tokenCall);
        }),
      ),
  };
}

function configFor(apiUrl: string): Config {
  const { config, problems } = readConfig(triggersFile(apiUrl));
  if (config !== undefined) return config;
  throw new Error(`the file of the benchmark has problems: ${JSON.stringify(problems)}`);
}
