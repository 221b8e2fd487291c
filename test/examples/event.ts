import { join, relative } from "node:path";
import { z } from "zod";
import type { Config, EventRule } from "../../dispatch/config.ts";
import { readJson, root } from "./example.ts";

/** docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html; the account is AWS's own sample. */
const envelope = z.strictObject({
  version: z.literal("0"),
  id: z.guid(),
  "detail-type": z.string(),
  source: z.string(),
  account: z.literal("123456789012"),
  time: z.iso.datetime({ precision: 0 }),
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/),
  resources: z.array(z.string()),
  detail: z.record(z.string(), z.json()),
});

/** An event as EventBridge delivers it. @throws Error that names the file and what is wrong. */
export function readEvent(folder: string, name: string): z.output<typeof envelope> {
  const { data, error } = envelope.safeParse(readJson(folder, name));
  if (data !== undefined) return data;
  throw new Error(`${relative(root, join(folder, name))}: ${z.prettifyError(error)}`);
}

/** What a trigger has at `on.event`. */
export function eventRuleOf(config: Config, trigger: string): EventRule {
  const rule = config.triggers[trigger]?.on.event;
  if (rule === undefined) throw new Error(`${trigger} has no on.event`);
  return rule;
}

/**
 * Where an event doesn't match a pattern, as paths. It knows the operators that the examples use, and
 * AWS has the last word: docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html.
 */
export function mismatches(pattern: object, event: unknown, path = ""): readonly string[] {
  return Object.entries(pattern).flatMap(([key, wanted]: [string, unknown]) => {
    const place = path === "" ? key : `${path}.${key}`;
    const value = isObject(event) ? event[key] : undefined;
    if (!Array.isArray(wanted)) return mismatches(Object(wanted), value, place);
    const values = Array.isArray(value) ? value : [value];
    return values.some((each) => wanted.some((one) => fits(one, each))) ? [] : [place];
  });
}

function fits(wanted: unknown, value: unknown): boolean {
  if (!isObject(wanted)) return value === wanted;
  const [[operator, operand] = [], ...others] = Object.entries(wanted);
  if (typeof operand !== "string" || others.length > 0) throw unknown(wanted);
  if (typeof value !== "string") return false;
  switch (operator) {
    case "prefix":
      return value.startsWith(operand);
    case "suffix":
      return value.endsWith(operand);
    case "anything-but":
      return value !== operand;
    case "wildcard":
      return matchesWildcard(operand.split("*"), value);
    default:
      throw unknown(wanted);
  }
}

/** A wildcard stands for any characters, slashes too. */
function matchesWildcard(parts: readonly string[], value: string): boolean {
  const escaped = parts.map((part) => part.replaceAll(/[^\w\s]/g, "\\$&"));
  return new RegExp(`^${escaped.join(".*")}$`, "s").test(value);
}

function unknown(wanted: unknown): Error {
  return new Error(`Teach test/examples/event.ts the operator ${JSON.stringify(wanted)}.`);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
