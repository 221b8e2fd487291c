import { Duration } from "aws-cdk-lib";
import { type IQueue, Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";

/** The queue that schedules and rules deliver to, and what could not be dispatched. */
export interface Queues {
  readonly deliveries: IQueue;
  readonly deadLetters: IQueue;
}

/** A batch's calls to GitHub run side by side; each takes 10 s at most, and a second try with a fresh token. */
export const batchTimeout = Duration.seconds(60);

/** Tries of one delivery, a visibility time-out apart: an hour in all. */
const maxReceiveCount = 10;

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
