import type { JsonObject } from "./expressions/data.ts";
import type { Contexts } from "./expressions/evaluate.ts";

/** One thing that happened and asks for one dispatch. */
export type Delivery = {
  /** The name of the trigger in triggers.yaml. */
  readonly trigger: string;
  /** Stays the same when the same thing is delivered again. */
  readonly id: string;
} & Source;

/** Where a delivery comes from, with what its expressions may read. */
export type Source =
  | { readonly source: "schedule"; readonly schedule: ScheduleContext }
  | { readonly source: "http"; readonly request: RequestContext }
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

/** What the expressions of a delivery may read. */
export function contextsOf(delivery: Delivery): Contexts {
  const trigger = { name: delivery.trigger, id: delivery.id };
  switch (delivery.source) {
    case "schedule":
      return { trigger, schedule: delivery.schedule };
    case "http":
      return { trigger, request: delivery.request };
    case "event":
      return { trigger, event: delivery.event };
  }
}
