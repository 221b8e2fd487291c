import type { DatabaseSync } from "node:sqlite";

/**
 * Seconds from when the message was received, however often it is postponed:
 * docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html.
 */
const maxVisibilityTimeout = 43_200;

/**
 * Hides a message that was received for so many seconds from now, as LocalQueue's `postpone` tells.
 *
 * The errors have the names of docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html.
 * @param now milliseconds since the epoch.
 */
export function postpone(
  database: DatabaseSync,
  receiptHandle: string,
  seconds: number,
  now: number,
): void {
  checkSeconds(seconds, maxVisibilityTimeout);
  const find = "SELECT visible_at, last_received FROM messages WHERE receipt_handle = ?";
  const row = database.prepare(find).get(receiptHandle);
  if (row === undefined) {
    throw errorOf("ReceiptHandleIsInvalid", "the message is gone or was received again");
  }
  if (Number(row.visible_at) <= now) throw errorOf("MessageNotInflight", "the message is visible");
  const visibleAt = now + seconds * 1000;
  if (visibleAt > Number(row.last_received) + maxVisibilityTimeout * 1000) {
    const limit = `a message is hidden for ${maxVisibilityTimeout} s in all at most`;
    throw errorOf("InvalidParameterValue", limit);
  }
  const update = "UPDATE messages SET visible_at = ? WHERE receipt_handle = ?";
  database.prepare(update).run(visibleAt, receiptHandle);
}

/** @throws RangeError when it is not a whole number from 0 to the most that SQS takes. */
export function checkSeconds(seconds: number, most: number): void {
  if (Number.isInteger(seconds) && seconds >= 0 && seconds <= most) return;
  throw new RangeError(`SQS takes whole seconds from 0 to ${most}, not ${seconds}`);
}

function errorOf(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}
