import { Names } from "aws-cdk-lib";
import { Construct, RootConstruct } from "constructs";
import type { Config } from "../dispatch/config.ts";
import type { Part } from "./placement.ts";
import { routeId } from "./routes.ts";
import { ruleId } from "./rules.ts";
import { scheduleId } from "./schedules.ts";

/** The construct that holds the resources of one kind, in each stack that has some. */
export type Kind = "HttpApi" | "Schedules" | "Events";

/** Bytes of a template that each takes besides what the file says: references, retries, dependencies. */
const frame: Readonly<Record<Kind, number>> = { HttpApi: 700, Schedules: 1500, Events: 1500 };

/**
 * What the triggers need, each as one resource. Routes come first: where a route moved into another stack,
 * API Gateway would refuse it (409) while the old one is there.
 */
export function partsOf(config: Config): readonly Part[] {
  const triggers = Object.entries(config.triggers);
  const routes = triggers.flatMap(([name, { on }]) =>
    on.http === undefined ? [] : [partOf("HttpApi", routeId(on.http), name, on.http)],
  );
  const others = triggers.flatMap(([name, { on }]) => [
    ...(on.schedule ?? []).map((schedule) =>
      partOf("Schedules", scheduleId(name, schedule), name, schedule),
    ),
    ...(on.event === undefined ? [] : [partOf("Events", ruleId(name), name, on.event)]),
  ]);
  return [...routes, ...others];
}

/** The logical id that the CDK gives to a resource with this id in the construct of its kind. */
export function logicalIdOf(kind: Kind, id: string): string {
  return Names.uniqueId(new Construct(new Construct(new RootConstruct(), kind), id));
}

/** The name stands in the ids, the description and the message; the rest is laid out as deep as in a template. */
function partOf(kind: Kind, id: string, name: string, definition: unknown): Part {
  const text = JSON.stringify([[[[definition]]]], null, 1);
  const size = frame[kind] + 4 * name.length + Buffer.byteLength(text);
  return { id: logicalIdOf(kind, id), size };
}
