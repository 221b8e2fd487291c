import { Duration } from "aws-cdk-lib";
import { type IQueue, Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";

/** The queue that schedules and rules deliver to and where calls wait, and what could not be dispatched. */
export interface Queues {
  readonly deliveries: IQueue;
  readonly deadLetters: IQueue;
}

/** A batch's deliveries are dispatched side by side. Each asks GitHub a few times at most, 10 s each. */
export const batchTimeout = Duration.seconds(60);

/**
 * The most that SQS allows: docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html.
 * The function itself sets aside what is too old, with the reason; SQS only what ends the function each time.
 */
const maxReceiveCount = 1000;

export function createQueues(scope: Construct): Queues {
  const deadLetters = new Queue(scope, "DeadLetters", {
    retentionPeriod: Duration.days(14),
    enforceSSL: true,
  });
  const deliveries = new Queue(scope, "Deliveries", {
    retentionPeriod: Duration.days(14),
    // docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html: at least six function time-outs.
    visibilityTimeout: Duration.seconds(6 * batchTimeout.toSeconds()),
    deadLetterQueue: { queue: deadLetters, maxReceiveCount },
    enforceSSL: true,
  });
  return { deliveries, deadLetters };
}
