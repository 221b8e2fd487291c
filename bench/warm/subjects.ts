import type { Candidate } from "../candidates/candidate.ts";
import type { Builder } from "../candidates/candidates.ts";
import { batchSize, tenMessages } from "../candidates/events.ts";
import type { Block } from "./loop.ts";

/** Dispatches that are measured together. */
export const dispatchesOfBlock = 400;

/** How dispatches come. */
export type Way = "sequential" | "concurrent";

/** A candidate that is measured in one way. */
export interface Subject {
  readonly what: string;
  readonly candidate: Candidate;
  readonly way: Way;
  readonly block: Block;
}

/** All candidates; the floor is the first. @param recordBytes see `floorWithLedger` */
export async function candidatesOf(
  builder: Builder,
  recordBytes: number,
): Promise<readonly Candidate[]> {
  const { http, queue } = await builder.ours();
  const off = await builder.withoutLedger();
  const floors = [await builder.floor(), await builder.floorWithLedger(recordBytes)];
  const peers = await builder.peers({ bundleAwsSdk: false });
  return [...floors, http, queue, off.http, off.queue, ...peers];
}

/** Each candidate in each way, and the queue's function with batches as SQS gives them. */
export function subjectsOf(candidates: readonly Candidate[]): readonly Subject[] {
  return candidates.flatMap((candidate) => [
    subject(candidate, "sequential", 1),
    subject(candidate, "concurrent", batchSize),
    ...(candidate.name.startsWith("queue") ? [batches(candidate)] : []),
  ]);
}

function subject(candidate: Candidate, way: Way, concurrency: number): Subject {
  const block = { event: candidate.event, calls: dispatchesOfBlock, concurrency };
  return { what: candidate.name, candidate, way, block };
}

function batches(candidate: Candidate): Subject {
  const calls = dispatchesOfBlock / batchSize;
  const block = { event: tenMessages, calls, concurrency: 1 };
  return { what: `${candidate.name}, a batch of ten`, candidate, way: "concurrent", block };
}
