import type { SQSClient } from "@aws-sdk/client-sqs";
import type { World } from "../app.ts";

/** Characters of an attribute; the body may leave little room in the 1 MB that a message has in all. */
const maxLength = 1024;

/** Sends dead letters to their queue. The client is loaded for the first one: most functions never need it. */
export function createSendDeadLetter(queueUrl: string | undefined): World["sendDeadLetter"] {
  let client: SQSClient | undefined;
  return async ({ body, ...attributes }) => {
    const { SQSClient, SendMessageCommand } = await import("@aws-sdk/client-sqs");
    client ??= new SQSClient();
    const entries = Object.entries(attributes).filter(([, text]) => text !== "");
    const message = {
      QueueUrl: queueUrl,
      MessageBody: body,
      MessageAttributes: Object.fromEntries(
        entries.map(([name, text]) => [name, { DataType: "String", StringValue: sendable(text) }]),
      ),
    };
    await client.send(new SendMessageCommand(message));
  };
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
