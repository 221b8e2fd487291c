import type { DatabaseSync } from "node:sqlite";
import type { QueueHandler } from "../../functions/queue.ts";
import { createDeadLetters } from "./dead-letters.ts";
import { createMessages, type NewMessage, type ReceivedMessage } from "./messages.ts";
import { recordOf } from "./record.ts";
import { transaction } from "./transaction.ts";

/** A queue in SQLite that treats its consumer as SQS does. What is in it outlives the process. */
export interface LocalQueue {
  /**
   * @param delay seconds until it is visible, 900 at most.
   * @throws RangeError when the delay is not that.
   */
  send(message: NewMessage, delay?: number): void;
  /**
   * Hides a message that is being handled for so many seconds from now: longer or shorter than it would be.
   *
   * @throws RangeError when it is not a whole number from 0 to 43,200.
   * @throws Error named as SQS's: ReceiptHandleIsInvalid when the message is gone or was received again,
   * MessageNotInflight when its time is up, InvalidParameterValue when it would be hidden for more than
   * 12 hours since it was received.
   */
  postpone(receiptHandle: string, seconds: number): void;
  /** Looks for visible messages now. */
  wake(): void;
  /** Resolves when no message is visible and none is being handled. */
  idle(): Promise<void>;
  /** Hands out nothing more, and waits for what is being handled. */
  close(): Promise<void>;
}

export interface QueueOptions {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Milliseconds a message that was handed out and not finished stays hidden. */
  readonly visibilityTimeout: number;
  /** Times a message is handed out before it is a dead letter. */
  readonly maxReceiveCount: number;
  /** Batches that are handled at the same time; 5 if absent. */
  readonly concurrency?: number;
  /** Takes the body of a message that has become a dead letter. */
  readonly onDeadLetter?: (body: string) => void;
}

/** Milliseconds between looks at the table, where other processes put messages too. */
const pollInterval = 1000;

/**
 * Hands messages to the handler in batches; what it reports as failed is hidden for a while and comes again.
 * What has been received too often goes to the table `dead_letters`, without attributes.
 */
export function createQueue(
  database: DatabaseSync,
  handler: QueueHandler,
  { now, visibilityTimeout, maxReceiveCount, concurrency = 5, onDeadLetter }: QueueOptions,
): LocalQueue {
  const messages = createMessages(database, now);
  const deadLetters = createDeadLetters(database, now);
  const handling = new Set<Promise<void>>();
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  function receive(): readonly ReceivedMessage[] {
    const [exhausted, batch] = transaction(database, () => {
      const bodies = messages.takeExhausted(maxReceiveCount);
      for (const body of bodies) deadLetters.add({ body });
      return [bodies, messages.receive(visibilityTimeout)] as const;
    });
    for (const body of exhausted) onDeadLetter?.(body);
    return batch;
  }

  function begin(batch: readonly ReceivedMessage[]): void {
    const run = handleBatch(handler, batch)
      .then((done) => {
        for (const { receiptHandle } of done) messages.delete(receiptHandle);
      })
      .finally(() => {
        handling.delete(run);
        wake();
      });
    handling.add(run);
  }

  function wake(): void {
    clearTimeout(timer);
    if (closed) return;
    while (handling.size < concurrency) {
      const wait = (messages.nextVisible() ?? Number.POSITIVE_INFINITY) - now();
      if (wait > 0) {
        timer = setTimeout(wake, Math.min(wait, pollInterval)).unref();
        return;
      }
      const batch = receive();
      if (batch.length > 0) begin(batch);
    }
  }

  async function idle(): Promise<void> {
    wake();
    while (handling.size > 0) await Promise.race(handling);
  }

  queueMicrotask(wake);
  return {
    send(message, delay) {
      messages.send(message, delay);
      // Not at once, so that what is sent together can be one batch.
      queueMicrotask(wake);
    },
    postpone(receiptHandle, seconds) {
      messages.postpone(receiptHandle, seconds);
      queueMicrotask(wake);
    },
    wake,
    idle,
    async close() {
      closed = true;
      await idle();
    },
  };
}

/** The messages that are done with: none of them when the handler itself fails. */
async function handleBatch(
  handler: QueueHandler,
  batch: readonly ReceivedMessage[],
): Promise<readonly ReceivedMessage[]> {
  try {
    const { batchItemFailures } = await handler({ Records: batch.map(recordOf) });
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    return batch.filter(({ id }) => !failed.has(id));
  } catch {
    return [];
  }
}
