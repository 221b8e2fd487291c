import { isJsonObject, type Json } from "../dispatch/expressions/data.ts";
import type { StoredLetter } from "./dead-letter-store.ts";
import type { Content, TriggerOfRule } from "./read-letter.ts";

/**
 * Attributes of what EventBridge could not deliver to the queue:
 * docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html and
 * docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html
 */
export const undelivered = {
  code: "ERROR_CODE",
  target: "TARGET_ARN",
  rule: "RULE_ARN",
  schedule: "SCHEDULE_ARN",
  time: "SCHEDULED_TIME",
  truncated: "IS_PAYLOAD_TRUNCATED",
} as const;

/** The envelope of an event that a rule could not deliver: EventBridge sets the whole event aside, as it came. */
export async function wrapEvent(
  { body, attributes }: StoredLetter,
  triggerOfRule: TriggerOfRule,
): Promise<Content> {
  if (!isJsonObject(parse(body))) return { problem: "its body is no event" };
  const rule = attributes[undelivered.rule] ?? "";
  const trigger = await triggerOfRule(rule, attributes[undelivered.target] ?? "");
  if (trigger === undefined) return { problem: `no trigger is known for its rule ${rule}` };
  // The event stays the text that it is: a number may have more digits than JSON.parse keeps.
  return { body: `{"trigger": ${JSON.stringify(trigger)}, "event": ${body}}` };
}

/**
 * The envelope that a schedule could not deliver. Its keywords may not be filled in:
 * docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
 */
export function fillSchedule({ body, attributes }: StoredLetter): Content {
  if (attributes[undelivered.truncated] === "true") {
    return { problem: "EventBridge Scheduler has cut its body off" };
  }
  const arn = attributes[undelivered.schedule] ?? "";
  const time = Date.parse(attributes[undelivered.time] ?? "");
  if (Number.isNaN(time)) return { problem: `it has no ${undelivered.time}` };
  const filled = inputIn(body)
    .replaceAll("<aws.scheduler.schedule-arn>", () => quotable(arn))
    .replaceAll("<aws.scheduler.scheduled-time>", `${new Date(time).toISOString().slice(0, 19)}Z`);
  return { body: filled };
}

/** The schedule's input; where the body is the whole request to SQS, it is the message in it. */
function inputIn(body: string): string {
  const request = parse(body);
  if (!isJsonObject(request) || typeof request.MessageBody !== "string") return body;
  return request.MessageBody;
}

/** As a part of a JSON text. */
function quotable(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}
