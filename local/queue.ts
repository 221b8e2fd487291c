import { createHash, randomUUID } from "node:crypto";
import type { SQSRecord } from "aws-lambda";
import type { QueueHandler } from "../functions/queue.ts";

/** A queue in memory that treats its consumer as SQS does. */
export interface LocalQueue {
  send(body: string): void;
  /** Resolves when no message is visible and none is being handled. */
  idle(): Promise<void>;
  /** Messages that failed too often, oldest first. */
  readonly deadLetters: readonly string[];
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
  /** Takes the body of a message that has become a dead letter. */
  readonly onDeadLetter?: (body: string) => void;
}

interface Message {
  readonly id: string;
  readonly body: string;
  readonly sent: number;
  received: number;
  visibleAt: number;
}

const batchSize = 10;

/** Hands messages to the handler in batches; what it reports as failed is hidden for a while and comes again. */
export function createQueue(handler: QueueHandler, options: QueueOptions): LocalQueue {
  const messages = new Map<string, Message>();
  const deadLetters: string[] = [];
  let running: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  function receive(): Message[] {
    const visible = [...messages.values()].filter(({ visibleAt }) => visibleAt <= options.now());
    for (const message of visible.filter(({ received }) => received >= options.maxReceiveCount)) {
      messages.delete(message.id);
      deadLetters.push(message.body);
      options.onDeadLetter?.(message.body);
    }
    const batch = visible.filter(({ id }) => messages.has(id)).slice(0, batchSize);
    for (const message of batch) {
      message.received += 1;
      message.visibleAt = options.now() + options.visibilityTimeout;
    }
    return batch;
  }

  async function handleAll(): Promise<void> {
    while (!closed) {
      const batch = receive();
      if (batch.length === 0) return;
      const failed = await handleBatch(handler, batch);
      for (const { id } of batch) if (!failed.has(id)) messages.delete(id);
    }
  }

  function wake(): void {
    clearTimeout(timer);
    if (closed || running !== undefined) return;
    running = handleAll().finally(() => {
      running = undefined;
      const wait = untilVisible();
      if (closed || wait === undefined) return;
      // What was sent while the last batch was ending must not be missed by who waits for idle.
      if (wait <= 0) wake();
      else timer = setTimeout(wake, wait).unref();
    });
  }

  /** Milliseconds until the next message is visible. */
  function untilVisible(): number | undefined {
    let next: number | undefined;
    for (const { visibleAt } of messages.values()) next = Math.min(next ?? visibleAt, visibleAt);
    return next === undefined ? undefined : next - options.now();
  }

  async function idle(): Promise<void> {
    while (running !== undefined) await running;
  }

  return {
    deadLetters,
    send(body) {
      const now = options.now();
      const id = randomUUID();
      messages.set(id, { id, body, sent: now, received: 0, visibleAt: now });
      wake();
    },
    idle,
    async close() {
      closed = true;
      clearTimeout(timer);
      await idle();
    },
  };
}

/** The ids of the messages that are not done with: all of them when the handler itself fails. */
async function handleBatch(handler: QueueHandler, batch: readonly Message[]): Promise<Set<string>> {
  try {
    const { batchItemFailures } = await handler({ Records: batch.map(recordOf) });
    return new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  } catch {
    return new Set(batch.map(({ id }) => id));
  }
}

function recordOf(message: Message): SQSRecord {
  return {
    messageId: message.id,
    receiptHandle: message.id,
    body: message.body,
    attributes: {
      ApproximateReceiveCount: String(message.received),
      SentTimestamp: String(message.sent),
      SenderId: "local",
      ApproximateFirstReceiveTimestamp: String(message.sent),
    },
    messageAttributes: {},
    md5OfBody: createHash("md5").update(message.body).digest("hex"),
    eventSource: "aws:sqs",
    eventSourceARN: "arn:aws:sqs:local:000000000000:deliveries",
    awsRegion: "local",
  };
}
