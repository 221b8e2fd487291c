import { createQueueHandler } from "../../functions/queue.ts";
import type { ReceivedMessage } from "../../local/state/messages.ts";
import { recordOf } from "../../local/state/record.ts";
import type { Cloud } from "./cloud.ts";
import { type Container, type Reaper, startContainer } from "./container.ts";

/** As infra/queues.ts and infra/functions.ts have them, in milliseconds. */
export const timing = {
  visibility: 360_000,
  functionTimeout: 60_000,
  httpTimeout: 29_000,
  concurrency: 5,
  maxReceiveCount: 1000,
} as const;

/** Something that happens at a time, besides what the queue does. */
export interface Happening {
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly happen: () => void | Promise<void>;
}

/** What happens, the next first; more may come while it is happening. */
export interface Agenda {
  readonly add: (happening: Happening) => void;
  /** Takes out what is due. */
  readonly due: (now: number) => Happening | undefined;
  /** When something happens next. */
  readonly next: () => number;
}

export function createAgenda(happenings: readonly Happening[]): Agenda {
  const coming = happenings.toSorted((a, b) => b.time - a.time);
  const next = () => coming.at(-1)?.time ?? Number.POSITIVE_INFINITY;
  return {
    next,
    add(happening) {
      const index = coming.findIndex(({ time }) => time <= happening.time);
      coming.splice(index < 0 ? coming.length : index, 0, happening);
    },
    due: (now) => (next() <= now ? coming.pop() : undefined),
  };
}

/**
 * Runs the queue's function as Lambda does, in several instances at once, until nothing is left to happen
 * and the queue is empty. The clock moves to whatever comes next.
 *
 * @param reap ends instances; a function that takes longer than its time-out is ended too.
 */
export async function runUntilEmpty(
  cloud: Cloud,
  agenda: Agenda,
  reap: Reaper = () => false,
): Promise<void> {
  const { clock, messages } = cloud;
  const slots: (Slot | undefined)[] = Array.from({ length: timing.concurrency }, () => undefined);
  const running = new Set<Promise<void>>();
  const { deadLetters } = cloud;
  const begun: (void | Promise<void>)[] = [];

  function begin(index: number, batch: readonly ReceivedMessage[]): void {
    const slot = slots[index] ?? startSlot(cloud, reap);
    slots[index] = { ...slot, busy: true };
    slot.deadline.time = clock.now() + timing.functionTimeout;
    const run = handleBatch(cloud, slot.container, batch).then((isAlive) => {
      slots[index] = isAlive ? { ...slot, busy: false } : undefined;
      running.delete(run);
    });
    running.add(run);
  }

  for (;;) {
    for (let due = agenda.due(clock.now()); due !== undefined; due = agenda.due(clock.now())) {
      begun.push(due.happen());
    }
    await Promise.all(begun.splice(0));
    for (const [index, slot] of slots.entries()) {
      if (slot?.busy === true) continue;
      for (const body of messages.takeExhausted(timing.maxReceiveCount)) deadLetters.add({ body });
      const batch = messages.receive(timing.visibility);
      if (batch.length === 0) break;
      begin(index, batch);
    }
    if (running.size > 0) {
      await Promise.race(running);
      continue;
    }
    const next = Math.min(agenda.next(), messages.nextVisible() ?? Number.POSITIVE_INFINITY);
    if (next === Number.POSITIVE_INFINITY) return;
    clock.moveTo(next);
  }
}

interface Slot {
  readonly container: Container;
  readonly deadline: { time: number };
  readonly busy: boolean;
}

function startSlot(cloud: Cloud, reap: Reaper): Slot {
  const deadline = { time: 0 };
  const container = startContainer(
    cloud.config,
    cloud.world,
    (point) => cloud.clock.now() > deadline.time || reap(point),
  );
  return { container, deadline, busy: false };
}

/** Whether the instance is still there after the batch. */
async function handleBatch(
  { messages }: Cloud,
  { app, ended }: Container,
  batch: readonly ReceivedMessage[],
): Promise<boolean> {
  const handled = createQueueHandler(app)({ Records: batch.map(recordOf) });
  const response = await Promise.race([handled, ended]);
  if (response === undefined) return false;
  const failed = new Set(response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  for (const { id, receiptHandle } of batch) if (!failed.has(id)) messages.delete(receiptHandle);
  return true;
}
