import { DatabaseSync } from "node:sqlite";
import type { SQSBatchResponse, SQSRecord } from "aws-lambda";
import { onTestFinished } from "vitest";
import { createDeadLetters } from "../../../local/state/dead-letters.ts";
import { createQueue, type LocalQueue, type QueueOptions } from "../../../local/state/queue.ts";

/** Milliseconds. */
export const visibilityTimeout = 360_000;
export const maxReceiveCount = 3;

/** What becomes of a batch: the bodies that fail, or an error when the handler throws. */
export type Handle = (
  records: readonly SQSRecord[],
) => readonly string[] | Promise<readonly string[]>;

/** A clock that tests set, in milliseconds since the epoch. */
export interface Clock {
  time: number;
}

export interface QueueWorld {
  readonly queue: LocalQueue;
  readonly clock: Clock;
  /** What was handed out, by batch. */
  readonly batches: readonly (readonly SQSRecord[])[];
  bodies(): string[];
  /** The record that was handed out at some place, counted from 0. */
  recordAt(index: number): SQSRecord;
  deadLetters(): { body: string; attributes: Readonly<Record<string, string>> }[];
  /** Sends messages together, and waits for what then happens. */
  sendAll(bodies: readonly string[]): Promise<void>;
  /** Lets so many milliseconds pass, and what then happens. */
  pass(milliseconds: number): Promise<void>;
}

/** A queue on a database, with a handler that notes what it is handed. */
export function startQueue(
  database: DatabaseSync,
  clock: Clock,
  handle: Handle = () => [],
  options: Partial<QueueOptions> = {},
): QueueWorld {
  const now = () => clock.time;
  const batches: (readonly SQSRecord[])[] = [];
  const queue = createQueue(
    database,
    async ({ Records: records }): Promise<SQSBatchResponse> => {
      batches.push(records);
      const failed = await handle(records);
      return {
        batchItemFailures: records
          .filter(({ body }) => failed.includes(body))
          .map(({ messageId }) => ({ itemIdentifier: messageId })),
      };
    },
    { now, visibilityTimeout, maxReceiveCount, ...options },
  );
  return {
    queue,
    clock,
    batches,
    bodies: () => batches.flat().map(({ body }) => body),
    recordAt(index) {
      const record = batches.flat()[index];
      if (record === undefined) throw new Error(`no record ${index} was handed out`);
      return record;
    },
    deadLetters: () =>
      createDeadLetters(database, now)
        .list()
        .map(({ body, attributes }) => ({ body, attributes })),
    sendAll(bodies) {
      for (const body of bodies) queue.send({ body });
      return queue.idle();
    },
    async pass(milliseconds) {
      clock.time += milliseconds;
      queue.wake();
      await queue.idle();
    },
  };
}

/** A queue in memory that ends with its test. */
export function start(handle?: Handle, options?: Partial<QueueOptions>): QueueWorld {
  const database = new DatabaseSync(":memory:");
  const world = startQueue(database, { time: 1_795_521_600_000 }, handle, options);
  onTestFinished(() => world.queue.close());
  return world;
}

export function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `message-${index}`);
}

/** Times a message was received, as its record tells. */
export function received(record: SQSRecord | undefined): number {
  return Number(record?.attributes.ApproximateReceiveCount);
}
