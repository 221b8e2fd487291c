import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { defaultMaxAge } from "../dispatch/config/max-age.ts";
import type { Delivery } from "../dispatch/delivery.ts";
import { codes, type Failure, type Retry, rejected } from "../dispatch/outcome.ts";
import { withoutValues } from "../dispatch/redact.ts";
import type { App } from "./app.ts";
import { bugRecord, outcomeRecord } from "./log.ts";
import { deliveryIn, historyOf, isFirstTry } from "./queue-message.ts";
import { secondsToWait } from "./queue-wait.ts";

export type QueueHandler = (event: SQSEvent) => Promise<SQSBatchResponse>;

/**
 * Translates messages of the queue to deliveries, and outcomes to a partial batch response: what is
 * reported there comes again, the rest is done. One message never decides about another.
 */
export function createQueueHandler(app: App): QueueHandler {
  return async ({ Records: records }) => {
    const isDone = await Promise.all(records.map((record) => handleSafely(record, app)));
    const failed = records.filter((_, index) => !isDone[index]);
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };
}

/** What a message is about, as far as that can be read. */
type About = Pick<Delivery, "trigger" | "id" | "source" | "round" | "fingerprint">;

/** A bug must not fail the batch, or every message in it would be handled again. */
async function handleSafely(record: SQSRecord, app: App): Promise<boolean> {
  try {
    return await handle(record, app);
  } catch (error) {
    app.log(bugRecord(record.messageId, error));
    return giveUpOnBug(record, app);
  }
}

/** Whether the message is done with. */
async function handle(record: SQSRecord, app: App): Promise<boolean> {
  const read = deliveryIn(record);
  if (read.failure !== undefined) return setAside(record, unreadable(record), read.failure, app);
  const left = secondsLeft(record, read.value.trigger, app);
  const waitsUntil = app.now() + left * 1000;
  const isNew = isFirstTry(record, read.value);
  const delivery = { ...read.value, isNew, isOverdue: left <= 0, waitsUntil };
  const outcome = await app.dispatch(delivery);
  switch (outcome.kind) {
    case "dispatched":
    case "duplicate":
      app.log(outcomeRecord(app.catalog, delivery, outcome));
      return true;
    case "rejected":
      return setAside(record, delivery, outcome, app);
    case "retry":
      return waitOrGiveUp(record, delivery, outcome, app);
  }
}

function unreadable({ messageId }: SQSRecord): About {
  return { trigger: "", id: messageId, source: "event", round: 0 };
}

/** What may pass waits in the queue, as long as the outcome says, until it is too old. */
async function waitOrGiveUp(
  record: SQSRecord,
  delivery: About,
  outcome: Retry,
  app: App,
): Promise<boolean> {
  const left = secondsLeft(record, delivery.trigger, app);
  const received = Number(record.attributes.ApproximateReceiveCount);
  const seconds = secondsToWait(outcome, left, received);
  if (seconds === undefined) return setAside(record, delivery, givenUp(outcome), app);
  app.log(outcomeRecord(app.catalog, delivery, outcome));
  await app.postpone(record.receiptHandle, seconds);
  return false;
}

/** What may have a run that was not found in time is not sent again just so. */
function givenUp(outcome: Retry): Failure {
  if (!outcome.mayHaveRun) return outcome;
  return rejected("result-unsure", `it was not found out in time: ${outcome.detail}`);
}

/** Seconds until a message is too old to be tried again. */
function secondsLeft(record: SQSRecord, trigger: string, app: App): number {
  const maxAge = app.catalog.trigger(trigger)?.["max-age"] ?? defaultMaxAge;
  return maxAge - (app.now() - Number(record.attributes.SentTimestamp)) / 1000;
}

/** A message that hits a bug each time comes again after its visibility time-out, until it is too old. */
async function giveUpOnBug(record: SQSRecord, app: App): Promise<boolean> {
  try {
    const about = deliveryIn(record).value ?? unreadable(record);
    if (secondsLeft(record, about.trigger, app) > 0) return false;
    return await setAside(record, about, rejected("internal-error", "see the log"), app);
  } catch {
    return false;
  }
}

/** What can't succeed goes to the dead letters, with the reason, and then the ledger knows. */
async function setAside(
  record: SQSRecord,
  delivery: About,
  failure: Failure,
  app: App,
): Promise<boolean> {
  const { code, detail } = failure;
  const { first, attempts } = historyOf(record);
  app.log(outcomeRecord(app.catalog, delivery, failure));
  await app.sendDeadLetter({
    body: record.body,
    trigger: delivery.trigger,
    delivery: delivery.id,
    code,
    detail: withoutValues(detail),
    remedy: codes[code].remedy,
    attempts,
    first: new Date(first).toISOString(),
    last: new Date(app.now()).toISOString(),
  });
  await app.recordDeadLetter(delivery, failure);
  return true;
}
