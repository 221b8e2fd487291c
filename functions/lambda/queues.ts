import type { SQSClient, SQSClientConfig } from "@aws-sdk/client-sqs";
import type { Queues } from "../app.ts";
import { attributesOf } from "../dead-letter.ts";

/** The URLs of the queue of deliveries and of its dead letters. */
export interface QueueUrls {
  readonly deliveries: string | undefined;
  readonly deadLetters: string | undefined;
}

/** Characters of an attribute; the body may leave little room in the 1 MB that a message has in all. */
const maxLength = 1024;

/** The most seconds of a delay: docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html. */
const longestDelay = 900;

/** The queues of SQS. The client is loaded when it is first used: what succeeds at once never needs it. */
export function createQueues(
  { deliveries, deadLetters }: QueueUrls,
  options: Pick<SQSClientConfig, "requestHandler"> = {},
): Queues {
  let client: SQSClient | undefined;
  const load = async () => {
    const sqs = await import("@aws-sdk/client-sqs");
    client ??= new sqs.SQSClient(options);
    return { ...sqs, client };
  };
  return {
    async enqueue(body, seconds) {
      const sqs = await load();
      const DelaySeconds = Math.min(Math.max(0, seconds), longestDelay);
      const message = { QueueUrl: deliveries, MessageBody: escaped(body), DelaySeconds };
      await sqs.client.send(new sqs.SendMessageCommand(message));
    },
    async postpone(receiptHandle, seconds) {
      const sqs = await load();
      const change = {
        QueueUrl: deliveries,
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: seconds,
      };
      await sqs.client.send(new sqs.ChangeMessageVisibilityCommand(change));
    },
    async sendDeadLetter(letter) {
      const sqs = await load();
      const message = {
        QueueUrl: deadLetters,
        MessageBody: letter.body,
        MessageAttributes: toSqs(attributesOf(letter)),
      };
      await sqs.client.send(new sqs.SendMessageCommand(message));
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
