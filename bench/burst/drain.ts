import { createApp } from "../../functions/app.ts";
import { createQueueHandler, type QueueHandler } from "../../functions/queue.ts";
import type { ReceivedMessage } from "../../local/state/messages.ts";
import { recordOf } from "../../local/state/record.ts";
import { timing } from "../../test/faults/consume.ts";
import { eventMessage } from "../../test/faults/deliveries.ts";
import { type BurstWorld, startWorld } from "./world.ts";

/** Deliveries that are in the queue at once. */
export interface Burst {
  /** All chance comes from it. */
  readonly seed: number;
  readonly deliveries: number;
  /** Batches that are handled at once. */
  readonly concurrency: number;
}

/** What became of a burst. */
export interface Drained {
  /** Simulated milliseconds until the queue was empty. */
  readonly milliseconds: number;
  /** Deliveries without a run. */
  readonly lost: number;
  /** Runs that are more than one for a delivery. */
  readonly doubled: number;
  /** Requests that GitHub refused for a limit. */
  readonly refused: number;
  readonly githubRequests: number;
  readonly ledgerRequests: number;
  /** How often messages were received, all together. */
  readonly receives: number;
}

/**
 * Has the queue's function dispatch a burst, in as many instances as there are batches at once.
 *
 * @param look is called with the instances when the queue is empty, and may take them away.
 */
export async function drain(
  { seed, deliveries, concurrency }: Burst,
  look: (instances: QueueHandler[]) => void = () => {},
): Promise<Drained> {
  const burst = await startWorld(seed);
  const { time, messages, catalog, world } = burst;
  try {
    for (let index = 0; index < deliveries; index += 1) {
      messages.send(eventMessage({ trigger: "burst", id: `delivery-${index}` }));
    }
    const instances = Array.from({ length: concurrency }, () =>
      createQueueHandler(createApp(catalog, world)),
    );
    const begin = time.now();
    const receives = await runUntilEmpty(burst, instances);
    look(instances);
    return { milliseconds: time.now() - begin, receives, ...countsOf(burst, deliveries) };
  } finally {
    await burst.close();
  }
}

/** Hands batches to instances as Lambda does. @returns how often messages were received. */
async function runUntilEmpty(
  burst: BurstWorld,
  instances: readonly QueueHandler[],
): Promise<number> {
  const { time, messages } = burst;
  const idle = new Set(instances);
  let receives = 0;
  for (;;) {
    for (const instance of idle) {
      const batch = messages.receive(timing.visibility);
      if (batch.length === 0) break;
      receives += batch.length;
      idle.delete(instance);
      void handleBatch(burst, instance, batch).then(() => idle.add(instance));
    }
    const next = messages.nextVisible() ?? Number.POSITIVE_INFINITY;
    if (idle.size === instances.length && next === Number.POSITIVE_INFINITY) return receives;
    await time.moveOn(idle.size > 0 ? next : Number.POSITIVE_INFINITY);
  }
}

async function handleBatch(
  { messages }: BurstWorld,
  handle: QueueHandler,
  batch: readonly ReceivedMessage[],
): Promise<void> {
  const { batchItemFailures } = await handle({ Records: batch.map(recordOf) });
  const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  for (const { id, receiptHandle } of batch) if (!failed.has(id)) messages.delete(receiptHandle);
}

function countsOf({ github, ledgerRequests }: BurstWorld, deliveries: number) {
  const runs = github.runs();
  const distinct = new Set(runs.map(({ inputs }) => inputs.id)).size;
  const calls = github.calls();
  return {
    lost: deliveries - distinct,
    doubled: runs.length - distinct,
    refused: calls.filter(({ status }) => status === 403 || status === 429).length,
    githubRequests: calls.length,
    ledgerRequests: ledgerRequests(),
  };
}
