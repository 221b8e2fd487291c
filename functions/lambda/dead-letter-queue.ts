import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import type { DeadLetterStore, MovedMessage, StoredLetter } from "../dead-letter-store.ts";

/** Seconds that a dead letter which was listed is hidden from others, at most. */
const visibilityTimeout = 120;

/** Seconds that SQS waits for messages; it then asks all its servers: SQSDeveloperGuide/sqs-short-and-long-polling.html. */
const waitTime = 1;

/** Receives in a row without a new message after which there is none. */
const emptyReceives = 3;

/** The most messages that SQS takes or gives at a time. */
const batchSize = 10;

/** The URLs of both queues. */
interface QueueUrls {
  readonly queueUrl: string;
  readonly deadLettersUrl: string;
}

/** The dead letters in SQS, which has no list of messages: they are received, and hidden for that time. */
export function createDeadLetterQueue(
  client: SQSClient,
  { queueUrl, deadLettersUrl }: QueueUrls,
): DeadLetterStore {
  const QueueUrl = deadLettersUrl;
  const receipts = new Map<string, string>();
  return {
    async list() {
      const letters = new Map<string, StoredLetter>();
      for (let empty = 0; empty < emptyReceives; ) {
        const { Messages = [] } = await client.send(new ReceiveMessageCommand(receive(QueueUrl)));
        const before = letters.size;
        for (const message of Messages) {
          const letter = letterOf(message);
          letters.set(letter.id, letter);
          receipts.set(letter.id, message.ReceiptHandle ?? "");
        }
        empty = letters.size > before ? 0 : empty + 1;
      }
      return [...letters.values()].sort((a, b) => a.sent - b.sent);
    },
    async moveBack({ id }, message) {
      await client.send(new SendMessageCommand({ QueueUrl: queueUrl, ...messageOf(message) }));
      const ReceiptHandle = receipts.get(id);
      await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      receipts.delete(id);
    },
    async release() {
      const entries = [...receipts.values()].map((ReceiptHandle, index) => ({
        Id: String(index),
        ReceiptHandle,
        VisibilityTimeout: 0,
      }));
      receipts.clear();
      for (let start = 0; start < entries.length; start += batchSize) {
        const Entries = entries.slice(start, start + batchSize);
        await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
      }
    },
  };
}

function receive(QueueUrl: string) {
  return {
    QueueUrl,
    MaxNumberOfMessages: batchSize,
    WaitTimeSeconds: waitTime,
    VisibilityTimeout: visibilityTimeout,
    MessageAttributeNames: ["All"],
    MessageSystemAttributeNames: ["SentTimestamp" as const],
  };
}

function letterOf({ MessageId = "", Body = "", Attributes, MessageAttributes }: Message) {
  const attributes = Object.entries(MessageAttributes ?? {}).map(
    ([name, { StringValue = "" }]) => [name, StringValue] as const,
  );
  return {
    id: MessageId,
    body: Body,
    attributes: Object.fromEntries(attributes),
    sent: Number(Attributes?.SentTimestamp),
  };
}

function messageOf({ body, attributes }: MovedMessage) {
  const entries = Object.entries(attributes).map(
    ([name, StringValue]) => [name, { DataType: "String", StringValue }] as const,
  );
  return { MessageBody: body, MessageAttributes: Object.fromEntries(entries) };
}
