import type { Delivery, ScheduleContext } from "../dispatch/delivery.ts";
import { isJsonObject, type Json, type JsonObject } from "../dispatch/expressions/data.ts";
import type { Inputs } from "../dispatch/inputs.ts";
import { type Rejected, rejected } from "../dispatch/outcome.ts";
import { triggerName } from "../dispatch/trigger.ts";

/**
 * A message of the queue: as EventBridge Scheduler and EventBridge rules write it, and as an HTTP call that
 * GitHub could not take waits in it.
 */
export type Envelope =
  | { readonly trigger: string; readonly schedule: ScheduleContext & { readonly arn: string } }
  | { readonly trigger: string; readonly event: JsonObject }
  | { readonly trigger: string; readonly call: CallEnvelope };

/** An HTTP call in the queue. */
export interface CallEnvelope {
  readonly id: string;
  readonly fingerprint: string;
  readonly caller: string;
  /** When it was answered 202: ISO 8601, UTC. */
  readonly accepted: string;
  readonly inputs: Inputs;
}

/** A delivery, or why a message is none. */
type Reading =
  | { readonly value: Delivery; readonly failure?: never }
  | { readonly value?: never; readonly failure: Rejected };

/** Reads an envelope into the delivery it stands for, or says why it is none. */
export function readEnvelope(body: string): Reading {
  const { trigger, schedule, event, call } = objectIn(parse(body));
  // The name goes into the log, so it is not just any text.
  if (typeof trigger !== "string" || !triggerName.test(trigger)) {
    return malformed("it names no trigger");
  }
  if (isJsonObject(schedule)) return fromSchedule(trigger, schedule);
  if (isJsonObject(event)) return fromEvent(trigger, event);
  if (isJsonObject(call)) return fromCall(trigger, call);
  return malformed("it has neither a schedule nor an event nor a call");
}

/** The envelope of an HTTP call whose inputs are resolved. */
export function envelopeOf(delivery: Delivery, now: number): Envelope {
  if (delivery.source !== "http" || delivery.call === undefined) {
    throw new TypeError("only a call with its inputs goes into the queue");
  }
  const { trigger, id, fingerprint = "", call } = delivery;
  const accepted = new Date(now).toISOString();
  return { trigger, call: { id, fingerprint, accepted, ...call } };
}

/**
 * Scheduler's execution id differs for each attempt, so the id is made of the schedule and its time:
 * docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
 */
function fromSchedule(trigger: string, schedule: JsonObject): Reading {
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
  const id = `${arn} ${time}`;
  return { value: { source: "schedule", trigger, id, round: 0, schedule: context } };
}

function fromEvent(trigger: string, event: JsonObject): Reading {
  if (!isId(event.id)) return malformed("its event has no id");
  return { value: { source: "event", trigger, id: event.id, round: 0, event } };
}

function fromCall(trigger: string, { id, fingerprint, caller, inputs }: JsonObject): Reading {
  if (!isId(id)) return malformed("its call has no id");
  if (typeof fingerprint !== "string" || typeof caller !== "string" || !areInputs(inputs)) {
    return malformed("its call lacks fingerprint, caller or inputs");
  }
  const call = { caller, inputs };
  return { value: { source: "http", trigger, id, fingerprint, round: 0, call } };
}

function isId(value: Json | undefined): value is string {
  return typeof value === "string" && /^[\x21-\x7e]{1,255}$/.test(value);
}

function areInputs(value: Json | undefined): value is { readonly [name: string]: string } {
  return isJsonObject(value) && Object.values(value).every((text) => typeof text === "string");
}

function parse(body: string): Json {
  try {
    return JSON.parse(body) as Json;
  } catch {
    return null;
  }
}

function objectIn(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

function malformed(why: string): { readonly failure: Rejected } {
  return { failure: rejected("delivery-malformed", `the message is no envelope: ${why}`) };
}
