import type { Queues } from "../app.ts";
import { attributesOf } from "../dead-letter.ts";
import type { Sqs } from "./aws/services.ts";

/** The URLs of the queue of deliveries and of its dead letters. */
export interface QueueUrls {
  readonly deliveries: string | undefined;
  readonly deadLetters: string | undefined;
}

/** Characters of an attribute; the body may leave little room in the 1 MB that a message has in all. */
const maxLength = 1024;

/** The most seconds of a delay: docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html. */
const longestDelay = 900;

/** The queues of SQS. */
export function createQueues(sqs: Sqs, { deliveries, deadLetters }: QueueUrls): Queues {
  return {
    async enqueue(body, seconds) {
      const DelaySeconds = Math.min(Math.max(0, seconds), longestDelay);
      await sqs.sendMessage({ QueueUrl: deliveries, MessageBody: escaped(body), DelaySeconds });
    },
    async postpone(receiptHandle, seconds) {
      await sqs.changeMessageVisibility({
        QueueUrl: deliveries,
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: seconds,
      });
    },
    async sendDeadLetter(letter) {
      await sqs.sendMessage({
        QueueUrl: deadLetters,
        MessageBody: letter.body,
        MessageAttributes: toSqs(attributesOf(letter)),
      });
    },
  };
}

/** In JSON, these characters can be written in others, which SQS takes. */
function escaped(json: string): string {
  return json.replaceAll("\ufffe", "\\ufffe").replaceAll("\uffff", "\\uffff");
}

function toSqs(attributes: Readonly<Record<string, string>>) {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, text]) => [
      name,
      { DataType: "String", StringValue: sendable(text) },
    ]),
  );
}

/**
 * SQS refuses a message with control characters in it, which GitHub's words may have:
 * docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
function sendable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  const forbidden = /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g;
  return text.slice(0, maxLength).toWellFormed().replaceAll(forbidden, "\ufffd");
}
