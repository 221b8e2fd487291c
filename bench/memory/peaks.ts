import type { Candidate } from "../candidates/candidate.ts";
import { createBuilder } from "../candidates/candidates.ts";
import { batchSize } from "../candidates/events.ts";
import { buildFunctions, type FunctionName } from "../candidates/functions.ts";
import { fileOf } from "../candidates/order.ts";
import type { Address } from "../stand-ins/start.ts";
import { largestBatch, largestCall, largeTriggers } from "./large.ts";
import type { LiveThrough } from "./life-process.ts";

/** What a function is given again and again, one after another in one process. */
export interface Load {
  readonly what: string;
  readonly candidate: Candidate;
  readonly calls: number;
  /** Dispatches of one call. */
  readonly dispatches: number;
}

/** A load, and the megabytes that it took at most with each memory size; nothing where they were not enough. */
export interface Peaks {
  readonly what: string;
  readonly peaks: readonly (number | undefined)[];
}

/** The memory sizes with which the loads are measured; the one that is deployed is among them. */
export const sizes = [256, 512, 1024] as const;

/** Enough for the garbage of several deliveries to meet. */
const calls = { http: 50, queue: 6 } as const;

/** What the loads are called that something is promised for. */
export const named = {
  batch: "queue, the largest batch",
  costlyBatch: "queue, the largest batch, costly content",
  body: "http, the largest body",
  costlyBody: "http, the largest body, costly content",
} as const;

/** One small delivery for each function, as a base. @param folder where bundles are written. */
export async function smallLoads(folder: string, address: Address): Promise<readonly Load[]> {
  const { http, queue } = await createBuilder(folder, address).ours();
  const load = (what: string, candidate: Candidate): Load => {
    return { what, candidate, calls: 1, dispatches: 1 };
  };
  return [load("queue, one message", queue), load("http, one call", http)];
}

/** The largest deliveries of each function. @param folder where the bundle is written. */
export function largeLoads(folder: string, address: Address): readonly Load[] {
  const ours = buildFunctions(fileOf(largeTriggers, address.gitHub), folder, address);
  const load = (what: string, name: FunctionName, event: string): Load => {
    const candidate = ours(name, { name: what, event });
    return { what, candidate, calls: calls[name], dispatches: name === "queue" ? batchSize : 1 };
  };
  return [
    load(named.batch, "queue", largestBatch("ordinary")),
    load(named.costlyBatch, "queue", largestBatch("costly")),
    load(named.body, "http", largestCall("ordinary")),
    load(named.costlyBody, "http", largestCall("costly")),
  ];
}

/** Measures what a load takes with each memory size. */
export async function measurePeaks(
  { what, candidate, calls }: Load,
  liveThrough: LiveThrough,
): Promise<Peaks> {
  const peaks: (number | undefined)[] = [];
  for (const megabytes of sizes) {
    // A ledger of its own, so that no gate remembers what was sent with another size.
    const LEDGER_TABLE = `${what} with ${megabytes} MB`;
    const own = { ...candidate, environment: { ...candidate.environment, LEDGER_TABLE } };
    const life = await liveThrough(own, { calls, megabytes });
    peaks.push(life === undefined ? undefined : life.peak / 2 ** 20);
  }
  return { what, peaks };
}
