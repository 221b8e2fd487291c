import type { SQSBatchResponse, SQSRecord } from "aws-lambda";
import { createQueueHandler } from "../../../functions/queue.ts";
import { type Faults, readCases } from "./cases.ts";
import { startWorld, type World } from "./world.ts";

/** One message of the queue, and what is to become of it. */
export interface MessageCase extends Faults {
  readonly name: string;
  /** The message as JSON. */
  readonly message?: unknown;
  /** The message as text. */
  readonly text?: string;
  /** A text so many times. */
  readonly repeat?: readonly [text: string, times: number];
  readonly becomes: "dispatched" | "failed" | "dead";
  readonly code?: string;
  readonly detail?: string;
  readonly trigger?: string;
  readonly delivery: string;
  readonly inputs?: Readonly<Record<string, string>>;
}

export const messageCases = readCases<MessageCase[]>("messages.json");

/** The message as the queue has it. */
export function textOf({ message, text, repeat }: MessageCase): string {
  if (repeat !== undefined) return repeat[0].repeat(repeat[1]);
  return text ?? JSON.stringify(message);
}

/** A record as Lambda gets it from SQS. */
export function recordOf(body: string, messageId: string, received = 1): SQSRecord {
  return {
    messageId,
    receiptHandle: `handle-of-${messageId}-${received}`,
    body,
    attributes: {
      ApproximateReceiveCount: String(received),
      SentTimestamp: "1795521600000",
      SenderId: "AIDAIENQZJOLO23YVJ4VO",
      ApproximateFirstReceiveTimestamp: "1795521600001",
    },
    messageAttributes: {},
    md5OfBody: "",
    eventSource: "aws:sqs",
    eventSourceARN: "arn:aws:sqs:eu-west-1:123456789012:deliveries",
    awsRegion: "eu-west-1",
  };
}

/** Hands records to the queue's handler in a world of their own. */
export async function handle(
  records: readonly SQSRecord[],
  faults: Faults,
): Promise<{ readonly world: World; readonly response: SQSBatchResponse }> {
  const world = await startWorld(faults);
  try {
    return { world, response: await createQueueHandler(world.app)({ Records: [...records] }) };
  } finally {
    await world.close();
  }
}
