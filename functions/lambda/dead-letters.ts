import type { World } from "../app.ts";

/** Sends dead letters to their queue. The client is loaded for the first one: most functions never need it. */
export function createSendDeadLetter(queueUrl: string | undefined): World["sendDeadLetter"] {
  return async ({ body, ...attributes }) => {
    const { SQSClient, SendMessageCommand } = await import("@aws-sdk/client-sqs");
    const entries = Object.entries(attributes).filter(([, text]) => text !== "");
    const message = {
      QueueUrl: queueUrl,
      MessageBody: body,
      MessageAttributes: Object.fromEntries(
        entries.map(([name, text]) => [name, { DataType: "String", StringValue: text }]),
      ),
    };
    await new SQSClient().send(new SendMessageCommand(message));
  };
}
