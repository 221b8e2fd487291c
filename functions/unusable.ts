import type { APIGatewayProxyStructuredResultV2, SQSBatchResponse, SQSEvent } from "aws-lambda";
import type { Retry } from "../dispatch/outcome.ts";
import { answerProblem } from "./http-answer.ts";
import { type LogRecord, refusalRecord } from "./log.ts";

type Log = (record: LogRecord) => void;

/** Answers every call with the reason for which the function can't do anything. */
export function refuseCalls(
  failure: Retry,
  log: Log,
): () => Promise<APIGatewayProxyStructuredResultV2> {
  return async () => {
    log(refusalRecord(undefined, failure));
    return answerProblem(failure, {});
  };
}

/** Leaves every message in the queue, whence it comes again when the function has been mended. */
export function leaveMessages(
  failure: Retry,
  log: Log,
): (event: SQSEvent) => Promise<SQSBatchResponse> {
  return async ({ Records: records }) => {
    log({ ...refusalRecord(undefined, failure), source: "event" });
    return { batchItemFailures: records.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };
}
