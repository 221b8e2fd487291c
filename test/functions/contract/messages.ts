import type { SQSBatchResponse, SQSRecord } from "aws-lambda";
import { createQueueHandler } from "../../../functions/queue.ts";
import { type Faults, readCases } from "./cases.ts";
import { now } from "./request.ts";
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
  /** How often it was received, this time included; once by default. */
  readonly received?: number;
  /** Seconds since it was sent; 0 by default. */
  readonly age?: number;
  /** Its message attributes; none by default. */
  readonly attributes?: Readonly<Record<string, string>>;
  readonly becomes: "dispatched" | "failed" | "dead";
  readonly code?: string;
  readonly detail?: string;
  readonly trigger?: string;
  /** The delivery's id, as the log has it. */
  readonly delivery: string;
  /** The delivery's id as its dead letter has it, if that is another one. */
  readonly letter?: string;
  /** How many seconds it is hidden for, when it is tried again. */
  readonly seconds?: number;
  /** How often it was tried, as its dead letter says; once by default. */
  readonly attempts?: number;
  /** Since when it was tried, as its dead letter says; since it was sent by default. */
  readonly first?: string;
  /** Records of the log; 1 by default. */
  readonly records?: number;
  readonly inputs?: Readonly<Record<string, string>>;
}

export const messageCases = readCases<MessageCase[]>("messages.json");

/** The message as the queue has it. */
export function textOf({ message, text, repeat }: MessageCase): string {
  if (repeat !== undefined) return repeat[0].repeat(repeat[1]);
  return text ?? JSON.stringify(message);
}

/** What of a record is not always the same. */
type Reception = Pick<MessageCase, "received" | "age" | "attributes">;

/** The record of a case. */
export function recordOfCase(one: MessageCase, messageId: string): SQSRecord {
  return recordOf(textOf(one), messageId, one);
}

/** A record as Lambda gets it from SQS. */
export function recordOf(
  body: string,
  messageId: string,
  { received = 1, age = 0, attributes = {} }: Reception = {},
): SQSRecord {
  const texts = Object.entries(attributes).map(
    ([name, stringValue]) => [name, { dataType: "String", stringValue }] as const,
  );
  return {
    messageId,
    receiptHandle: `handle-of-${messageId}-${received}`,
    body,
    attributes: {
      ApproximateReceiveCount: String(received),
      SentTimestamp: String(now - age * 1000),
      SenderId: "AIDAIENQZJOLO23YVJ4VO",
      ApproximateFirstReceiveTimestamp: String(now - age * 1000 + 1),
    },
    messageAttributes: Object.fromEntries(texts),
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

/** @throws Error if there is no such case. */
export function caseNamed(name: string): MessageCase {
  const found = messageCases.find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no case '${name}'`);
  return found;
}

/** The ids of the messages that come again. */
export function failedIds({ batchItemFailures }: SQSBatchResponse): string[] {
  return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
}
