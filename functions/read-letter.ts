import type { StoredLetter } from "./dead-letter-store.ts";
import { readEnvelope } from "./envelope.ts";
import { fillSchedule, undelivered, wrapEvent } from "./undelivered.ts";

/** The code of a message that SQS has set aside itself, since it was received too often. */
export const receivedTooOften = "received-too-often";

/** What a dead letter tells. */
export type Letter = {
  readonly stored: StoredLetter;
  /** Empty when it is not known, as is `delivery`. */
  readonly trigger: string;
  readonly delivery: string;
  /** A code of ours, `received-too-often`, or the ERROR_CODE of EventBridge. */
  readonly code: string;
  /** When what it delivers came first, and when it was tried last: ISO 8601, UTC. */
  readonly first: string;
  readonly last: string;
  /** How often it was tried. */
  readonly attempts: number;
} & Content;

/** What can go back into the queue, or why nothing can. */
export type Content =
  | { readonly body: string; readonly problem?: never }
  | { readonly body?: never; readonly problem: string };

/** The trigger that a rule of EventBridge delivers to; nothing if that can't be found out. */
export type TriggerOfRule = (ruleArn: string, targetArn: string) => Promise<string | undefined>;

/** Reads a dead letter: one of ours, or one that SQS, an EventBridge rule or EventBridge Scheduler has sent. */
export async function readLetter(
  stored: StoredLetter,
  triggerOfRule: TriggerOfRule,
): Promise<Letter> {
  const { attributes, body } = stored;
  if (attributes.code !== undefined) return letterOf(stored, attributes.code, { body });
  const code = attributes[undelivered.code] ?? "undelivered";
  if (attributes[undelivered.rule] !== undefined) {
    return letterOf(stored, code, checked(await wrapEvent(stored, triggerOfRule)));
  }
  if (attributes[undelivered.schedule] !== undefined) {
    return letterOf(stored, code, checked(fillSchedule(stored)));
  }
  return letterOf(stored, receivedTooOften, checked({ body }));
}

/** What nobody could dispatch does not go back. */
function checked(content: Content): Content {
  if (content.problem !== undefined) return content;
  const { failure } = readEnvelope(content.body);
  return failure === undefined ? content : { problem: failure.detail };
}

function letterOf(stored: StoredLetter, code: string, content: Content): Letter {
  const { attributes } = stored;
  const sent = new Date(stored.sent).toISOString();
  const delivery = content.body === undefined ? undefined : readEnvelope(content.body).value;
  return {
    stored,
    trigger: attributes.trigger ?? delivery?.trigger ?? "",
    delivery: attributes.delivery ?? delivery?.id ?? "",
    code,
    first: attributes.first ?? sent,
    last: attributes.last ?? sent,
    attempts: Number(attributes.attempts ?? 0) || 0,
    ...content,
  };
}
