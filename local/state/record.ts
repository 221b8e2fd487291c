import { createHash } from "node:crypto";
import type { SQSRecord } from "aws-lambda";
import type { ReceivedMessage } from "./messages.ts";

/** A message as Lambda hands it to the function. */
export function recordOf(message: ReceivedMessage): SQSRecord {
  const attributes = Object.entries(message.attributes).map(
    ([name, stringValue]) => [name, { dataType: "String", stringValue }] as const,
  );
  return {
    messageId: message.id,
    receiptHandle: message.receiptHandle,
    body: message.body,
    attributes: {
      ApproximateReceiveCount: String(message.received),
      SentTimestamp: String(message.sent),
      SenderId: "local",
      ApproximateFirstReceiveTimestamp: String(message.firstReceived),
    },
    messageAttributes: Object.fromEntries(attributes),
    md5OfBody: createHash("md5").update(message.body).digest("hex"),
    eventSource: "aws:sqs",
    eventSourceARN: "arn:aws:sqs:local:000000000000:deliveries",
    awsRegion: "local",
  };
}
