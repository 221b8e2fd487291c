/** What the stack deploys, as infra/ has it; a test compares them. */
export const deployed = {
  memoryMegabytes: 512,
  /** Batches of the queue that are handled at once at most: the mapping's maximum concurrency. */
  queueConcurrency: 5,
  logRetentionDays: 30,
} as const;

/** Seconds of a month: 730 hours, as AWS's own calculator has it. */
export const month = 730 * 60 * 60;

/**
 * What can't be measured on a loopback, in milliseconds. A request to GitHub's API over an open connection, and a
 * write to DynamoDB from the same region, of which a dispatch waits for two, one after the other; a cold start
 * opens the connections and reads the secret besides.
 */
export const waits = { github: 300, ledgerWrite: 5, ledgerWrites: 2, coldBesides: 300 } as const;

/** Milliseconds that a function waits for the network while it dispatches. */
export const networkWait = {
  warm: waits.github + waits.ledgerWrites * waits.ledgerWrite,
  cold: waits.github + waits.ledgerWrites * waits.ledgerWrite + waits.coldBesides,
} as const;

/**
 * Megabytes with which a function has one whole processor, as it has in the benchmarks; with less it has as much
 * less: docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
 */
export const megabytesOfOneProcessor = 1769;

/** How many times longer a single thread takes with so many megabytes than with a whole processor. */
export function slowdownAt(megabytes: number): number {
  return Math.max(1, megabytesOfOneProcessor / megabytes);
}

/**
 * Pollers that ask a queue in which nothing is: Lambda starts with five batches at a time, and makes them fewer only
 * for a mapping without a maximum concurrency: docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
 */
export const idlePollers = 5;

/**
 * Seconds that a poller waits for messages before it asks again: the most that SQS allows.
 * docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-short-and-long-polling.html
 */
export const longPoll = 20;
