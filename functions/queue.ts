import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import type { Delivery } from "../dispatch/delivery.ts";
import { codes, type Rejected } from "../dispatch/outcome.ts";
import type { App } from "./app.ts";
import { readEnvelope } from "./envelope.ts";
import { bugRecord, outcomeRecord, withoutValues } from "./log.ts";

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

/** A bug must not fail the batch, or every message in it would be dispatched again. */
async function handleSafely(record: SQSRecord, app: App): Promise<boolean> {
  try {
    return await handle(record, app);
  } catch (error) {
    app.log(bugRecord(record.messageId, error));
    return false;
  }
}

/** Whether the message is done with. */
async function handle(record: SQSRecord, app: App): Promise<boolean> {
  const delivery = readEnvelope(record.body);
  if (delivery.failure !== undefined) {
    const unknown = { trigger: "", id: record.messageId, source: "event" } as const;
    return setAside(record, unknown, delivery.failure, app);
  }
  const outcome = await app.dispatch(delivery.value);
  if (outcome.kind === "rejected") return setAside(record, delivery.value, outcome, app);
  app.log(outcomeRecord(app.config, delivery.value, outcome));
  return outcome.kind === "dispatched";
}

/** What can't succeed goes to the dead letters at once, with the reason, instead of being tried again. */
async function setAside(
  record: SQSRecord,
  delivery: Pick<Delivery, "trigger" | "id" | "source">,
  outcome: Rejected,
  app: App,
): Promise<boolean> {
  app.log(outcomeRecord(app.config, delivery, outcome));
  const { code, detail } = outcome;
  const about = { trigger: delivery.trigger, delivery: delivery.id };
  await app.sendDeadLetter({
    ...about,
    body: record.body,
    code,
    detail: withoutValues(detail),
    remedy: codes[code].remedy,
  });
  return true;
}
