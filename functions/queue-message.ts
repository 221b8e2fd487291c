import type { SQSRecord } from "aws-lambda";
import type { Delivery } from "../dispatch/delivery.ts";
import type { Failure } from "../dispatch/outcome.ts";
import { readEnvelope } from "./envelope.ts";

/** What a message of the queue says about itself, whatever is in it. */
export interface MessageHistory {
  /**
   * When what it delivers came for the first time, in milliseconds since the epoch: with the message, or
   * before it for an HTTP call and for what was moved back.
   */
  readonly first: number;
  /** How often it was tried, this time included. */
  readonly attempts: number;
}

/**
 * The attributes of a message that `npm run redrive` has moved back: since when and how often it was tried
 * before, which round this is (see `Delivery`), and whether it is to be sent though its result is unsure.
 */
export const redriveAttributes = {
  first: "first",
  attempts: "attempts",
  round: "round",
  resend: "resend",
} as const;

/** Whether a delivery comes for the first time: no call that has been tried, and nothing that was moved back. */
export function isFirstTry(
  { attributes, messageAttributes }: SQSRecord,
  { source }: Pick<Delivery, "source">,
): boolean {
  const isMovedBack = messageAttributes[redriveAttributes.attempts] !== undefined;
  return attributes.ApproximateReceiveCount === "1" && source !== "http" && !isMovedBack;
}

/** Reads the history of a message from its attributes. */
export function historyOf({ body, attributes, messageAttributes }: SQSRecord): MessageHistory {
  const sent = Number(attributes.SentTimestamp);
  const accepted = acceptedIn(body);
  const before = Date.parse(messageAttributes[redriveAttributes.first]?.stringValue ?? "");
  const times = [sent, accepted, before].filter((time) => !Number.isNaN(time));
  const tried = Number(messageAttributes[redriveAttributes.attempts]?.stringValue ?? 0);
  const here = Number(attributes.ApproximateReceiveCount) + (Number.isNaN(accepted) ? 0 : 1);
  return { first: Math.min(...times), attempts: here + (tried || 0) };
}

/** The delivery of a message, or why it is none. */
export function deliveryIn({
  body,
  messageAttributes,
}: SQSRecord):
  | { readonly value: Delivery; readonly failure?: never }
  | { readonly value?: never; readonly failure: Failure & { readonly kind: "rejected" } } {
  const read = readEnvelope(body);
  if (read.failure !== undefined) return read;
  const round = Number(messageAttributes[redriveAttributes.round]?.stringValue ?? 0) || 0;
  const resend = messageAttributes[redriveAttributes.resend]?.stringValue === "true";
  return { value: { ...read.value, round, ...(resend ? { resend } : {}) } };
}

/** When an HTTP call was answered 202; NaN for any other message. */
function acceptedIn(body: string): number {
  try {
    const { call } = JSON.parse(body) as { readonly call?: { readonly accepted?: unknown } };
    return Date.parse(String(call?.accepted));
  } catch {
    return Number.NaN;
  }
}
