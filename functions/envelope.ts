import type { Delivery, ScheduleContext } from "../dispatch/delivery.ts";
import { isJsonObject, type Json, type JsonObject } from "../dispatch/expressions/data.ts";
import { type Rejected, rejected } from "../dispatch/outcome.ts";

/** A message of the queue as EventBridge Scheduler and EventBridge rules write it. */
export type Envelope =
  | { readonly trigger: string; readonly schedule: ScheduleContext & { readonly arn: string } }
  | { readonly trigger: string; readonly event: JsonObject };

/** As triggers.yaml names triggers; the name goes into the log, so it is not just any text. */
const triggerName = /^[A-Za-z_][A-Za-z0-9_-]{0,63}$/;

/** Reads an envelope into the delivery it stands for, or says why it is none. */
export function readEnvelope(
  body: string,
):
  | { readonly value: Delivery; readonly failure?: never }
  | { readonly value?: never; readonly failure: Rejected } {
  const { trigger, schedule, event } = objectIn(parse(body));
  if (typeof trigger !== "string" || !triggerName.test(trigger)) {
    return malformed("it names no trigger");
  }
  if (isJsonObject(schedule)) return fromSchedule(trigger, schedule);
  if (isJsonObject(event)) return fromEvent(trigger, event);
  return malformed("it has neither a schedule nor an event");
}

/**
 * Scheduler's execution id differs for each attempt, so the id is made of the schedule and its time:
 * docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
 */
function fromSchedule(trigger: string, schedule: JsonObject): ReturnType<typeof readEnvelope> {
  const { arn, cron, timezone, "scheduled-time": time } = schedule;
  const texts = [arn, cron, timezone, time];
  if (!texts.every((text) => typeof text === "string")) {
    return malformed("its schedule lacks arn, scheduled-time, cron or timezone");
  }
  const context = {
    "scheduled-time": String(time),
    cron: String(cron),
    timezone: String(timezone),
  };
  return { value: { source: "schedule", trigger, id: `${arn} ${time}`, schedule: context } };
}

function fromEvent(trigger: string, event: JsonObject): ReturnType<typeof readEnvelope> {
  if (typeof event.id !== "string" || !/^[\x21-\x7e]{1,255}$/.test(event.id)) {
    return malformed("its event has no id");
  }
  return { value: { source: "event", trigger, id: event.id, event } };
}

function parse(body: string): Json {
  try {
    return JSON.parse(body) as Json;
  } catch {
    return null;
  }
}

function objectIn(value: Json): JsonObject {
  return isJsonObject(value) ? value : {};
}

function malformed(why: string): { readonly failure: Rejected } {
  return { failure: rejected("delivery-malformed", `the message is no envelope: ${why}`) };
}
