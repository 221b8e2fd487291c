import { GetQueueAttributesCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { ifThere } from "./failure.ts";

/** About how many messages a queue has: SQS counts over many servers. */
export interface ApproximateDepth {
  readonly waiting: number;
  readonly inFlight: number;
  readonly delayed: number;
}

/**
 * docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html
 *
 * @returns nothing if there is no such queue. Rejects with the other errors of AWS.
 */
export async function readQueueDepth(
  client: SQSClient,
  QueueUrl: string,
): Promise<ApproximateDepth | undefined> {
  const request = new GetQueueAttributesCommand({
    QueueUrl,
    AttributeNames: [
      "ApproximateNumberOfMessages",
      "ApproximateNumberOfMessagesNotVisible",
      "ApproximateNumberOfMessagesDelayed",
    ],
  });
  const found = await ifThere("QueueDoesNotExist", () => client.send(request));
  if (found === undefined) return undefined;
  const { Attributes = {} } = found;
  return {
    waiting: Number(Attributes.ApproximateNumberOfMessages ?? 0),
    inFlight: Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
    delayed: Number(Attributes.ApproximateNumberOfMessagesDelayed ?? 0),
  };
}
