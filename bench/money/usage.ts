import type { Delivery } from "../../dispatch/delivery.ts";
import { documentedPace, hour } from "../../dispatch/pace/windows.ts";
import { deployed, idlePollers, longPoll, month, networkWait, slowdownAt } from "./deployed.ts";
import type { Durations } from "./durations.ts";
import type { Footprint, Footprints } from "./footprint.ts";
import type { Usage } from "./prices.ts";

/** Where dispatches come from. Events of AWS services are free; others are not. */
export type Origin = "schedule" | "aws-event" | "own-event" | "call";

/** What a month's bill depends on. */
export interface Traffic {
  readonly origin: Origin;
  readonly dispatches: number;
  /** How many of them find no function at work, from 0 to 1. */
  readonly coldShare: number;
}

/** As deliveries have it. */
export function sourceOf(origin: Origin): Delivery["source"] {
  if (origin === "call") return "http";
  return origin === "schedule" ? "schedule" : "event";
}

/** Requests to the queue for a dispatch: it is sent, received and deleted. A call that is answered at once is none. */
export function queueRequestsOf(origin: Origin): number {
  return origin === "call" ? 0 : 3;
}

/** Credentials that a month's dispatches take, since GitHub counts by the token's user. */
export function credentialsFor(dispatches: number): number {
  const most = documentedPace["per-hour"] * ((month * 1000) / hour.length);
  return Math.max(1, Math.ceil(dispatches / most));
}

/** Milliseconds that are billed for a dispatch, cold and warm. */
export function billedMilliseconds({ coldMilliseconds, warmMilliseconds }: Durations) {
  const slowdown = slowdownAt(deployed.memoryMegabytes);
  return {
    cold: Math.ceil(coldMilliseconds * slowdown + networkWait.cold),
    warm: Math.ceil(warmMilliseconds * slowdown + networkWait.warm),
  };
}

/** What the stack uses in a month. Dispatches are spread evenly: each is a batch of its own. */
export function dispatcherUsage(
  { origin, dispatches, coldShare }: Traffic,
  durations: Durations,
  footprints: Footprints,
): Usage {
  const billed = billedMilliseconds(durations);
  const seconds = mixed(billed.cold, billed.warm, coldShare) / 1000;
  const each = (part: keyof Footprint) =>
    mixed(footprints.cold[part], footprints.warm[part], coldShare);
  const tableGigabytes =
    gigabytes(dispatches * each("storedBytes")) * (each("keptSeconds") / month);
  const logGigabytes = gigabytes(dispatches * each("logBytes"));
  return {
    ...entryUsage(origin, dispatches),
    "sqs-request": emptyReceives() + dispatches * queueRequestsOf(origin),
    "lambda-request": dispatches,
    "lambda-gb-second": dispatches * seconds * (deployed.memoryMegabytes / 1024),
    "write-unit": dispatches * each("writeUnits"),
    "table-gb-month": tableGigabytes,
    "recovery-gb-month": tableGigabytes,
    "secret-month": credentialsFor(dispatches),
    "secret-read": secretReads(dispatches),
    "log-gb": logGigabytes,
    "log-gb-month": logGigabytes * ((deployed.logRetentionDays * 24 * 60 * 60) / month),
  };
}

/**
 * What an API destination uses in a month, in the cheapest way. A scheduled rule calls one, and is among the events of
 * AWS services, which are free: docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html. The
 * HTTP API can't, and puts an event on a bus. Its secret is free:
 * docs.aws.amazon.com/secretsmanager/latest/userguide/integrating_how-services-use-secrets_events.html
 */
export function apiDestinationUsage({ origin, dispatches }: Omit<Traffic, "coldShare">): Usage {
  return {
    ...(origin === "schedule" ? {} : entryUsage(origin, dispatches)),
    ...(origin === "call" ? { "custom-event": dispatches } : {}),
    "api-destination-call": dispatches,
  };
}

/** What brings a dispatch is paid for, whatever comes after it. */
function entryUsage(origin: Origin, dispatches: number): Usage {
  switch (origin) {
    case "schedule":
      return { "schedule-invocation": dispatches };
    case "aws-event":
      return {};
    case "own-event":
      return { "custom-event": dispatches };
    case "call":
      return { "http-api-request": dispatches };
  }
}

/** Lambda's pollers ask the queue all the time. */
function emptyReceives(): number {
  return idlePollers * (month / longPoll);
}

/** An instance keeps a secret for five minutes; there are as many at a time as batches, at most. */
function secretReads(dispatches: number): number {
  const most = credentialsFor(dispatches) * deployed.queueConcurrency * (month / (5 * 60));
  return Math.min(dispatches, most);
}

function mixed(cold: number, warm: number, coldShare: number): number {
  return cold * coldShare + warm * (1 - coldShare);
}

function gigabytes(bytes: number): number {
  return bytes / 2 ** 30;
}
