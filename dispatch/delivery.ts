import type { JsonObject } from "./expressions/data.ts";
import type { Contexts } from "./expressions/evaluate.ts";
import type { Inputs } from "./inputs.ts";

/** One thing that happened and asks for one dispatch. */
export type Delivery = {
  /** The name of the trigger in triggers.yaml. */
  readonly trigger: string;
  /** Stays the same when the same thing is delivered again. */
  readonly id: string;
  /** Stands for what a call says, so that the same id with another content is noticed. */
  readonly fingerprint?: string;
  /**
   * What was given up is tried again only for a delivery of a later round, in milliseconds since the epoch:
   * when a call was made, or when a message became the dead letter that was moved back. 0: neither.
   */
  readonly round: number;
  /** Whether it is most likely here for the first time. */
  readonly isNew?: boolean;
  /**
   * Whether somebody has looked at the runs, and wants it sent although it can't be told whether what was
   * sent before this round has started one.
   */
  readonly resend?: boolean;
  /**
   * Whether it is too old to be tried again: where it is known why it has failed, it is only found out
   * whether it has a run.
   */
  readonly isOverdue?: boolean;
  /** Until when it can wait for its turn, in milliseconds since the epoch. Left out: as long as need be. */
  readonly waitsUntil?: number;
} & Source;

/** Where a delivery comes from, with what its expressions may read. */
export type Source =
  | { readonly source: "schedule"; readonly schedule: ScheduleContext }
  | { readonly source: "http"; readonly request: RequestContext; readonly call?: never }
  | { readonly source: "http"; readonly call: QueuedCall; readonly request?: never }
  | { readonly source: "event"; readonly event: JsonObject };

/** `schedule` in expressions. */
export type ScheduleContext = {
  /** When the schedule was due: ISO 8601, UTC. */
  readonly "scheduled-time": string;
  /** The expression as triggers.yaml has it. */
  readonly cron: string;
  readonly timezone: string;
};

/** `request` in expressions. Headers that prove who calls are not in it. */
export type RequestContext = {
  readonly method: string;
  /** The route's path parameters. */
  readonly path: JsonObject;
  readonly query: JsonObject;
  readonly headers: JsonObject;
  readonly body: JsonObject[string];
  /** Who calls, as far as the route's auth tells: an ARN, or a JWT's `sub`. */
  readonly caller: string;
};

/** An HTTP call that was queued. Its inputs are resolved: nothing else of the call is kept. */
export interface QueuedCall {
  readonly caller: string;
  readonly inputs: Inputs;
}

/** What the expressions of a delivery may read. */
export function contextsOf(delivery: Delivery): Contexts {
  const trigger = { name: delivery.trigger, id: delivery.id };
  switch (delivery.source) {
    case "schedule":
      return { trigger, schedule: delivery.schedule };
    case "http":
      return delivery.request === undefined ? { trigger } : { trigger, request: delivery.request };
    case "event":
      return { trigger, event: delivery.event };
  }
}

/** What started it, for people: a schedule's cron, a call's caller, an event's source and type. */
export function cameFrom(delivery: Delivery): string {
  switch (delivery.source) {
    case "schedule":
      return delivery.schedule.cron;
    case "http":
      return (delivery.request ?? delivery.call).caller;
    case "event":
      return `${text(delivery.event.source)} ${text(delivery.event["detail-type"])}`.trim();
  }
}

function text(value: unknown): string {
  return typeof value === "string" ? value.slice(0, 100) : "";
}
