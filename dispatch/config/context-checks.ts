import {
  type ContextName,
  type ContextPath,
  contextPaths,
  parseTemplate,
} from "../expressions/template.ts";
import { isPrivateHeader } from "../private-headers.ts";
import type { Complaint } from "../problem.ts";
import { pathParameters } from "./http-rules.ts";
import { nearest } from "./nearest.ts";
import type { ReadableTrigger } from "./readable.ts";

/** Contexts and properties that the expressions of a trigger name, but that no delivery of it has. */
export function contextComplaints(trigger: ReadableTrigger): readonly Complaint[] {
  const { inputs = {} } = trigger;
  const texts: readonly (readonly [path: readonly string[], text: string])[] =
    typeof inputs === "string"
      ? [[["inputs"], inputs]]
      : Object.entries(inputs).map(([name, text]) => [["inputs", name], text ?? ""]);
  return texts.flatMap(([path, text]) =>
    contextPaths(parseTemplate(text)).flatMap((access) => {
      const complaint = unreachable(access, trigger);
      return complaint === undefined ? [] : [{ ...complaint, path }];
    }),
  );
}

/** Which key of `on` gives which context. */
const sourceOf = { event: "event", request: "http", schedule: "schedule" } as const;

/** The properties of contexts that have a fixed set of them. */
const properties: Readonly<Record<string, readonly string[]>> = {
  request: ["method", "path", "query", "headers", "body", "caller"],
  schedule: ["scheduled-time", "cron", "timezone"],
  trigger: ["name", "id"],
};

function unreachable(access: ContextPath, trigger: ReadableTrigger): Complaint | undefined {
  const [context, property, member] = access;
  const source = sourceOf[context as keyof typeof sourceOf];
  if (source !== undefined && trigger.on?.[source] === undefined && trigger.on !== null) {
    return unreachableContext(access, source, trigger);
  }
  const known = properties[context];
  if (known === undefined || property === undefined) return undefined;
  if (!known.includes(property)) return unknownProperty(access, property, known);
  if (context !== "request" || member === undefined) return undefined;
  if (property === "path") return unknownParameter(access, member, trigger);
  return property === "headers" && isPrivateHeader(member) ? privateHeader(access) : undefined;
}

function unreachableContext(
  access: ContextPath,
  source: string,
  trigger: ReadableTrigger,
): Complaint {
  return {
    path: [],
    message: `This can't be reached: the trigger has no on.${source}.`,
    found: access.join("."),
    allowed: reachable(trigger).join(", "),
    mend: `Add on.${source}, or use a context that the trigger has.`,
  };
}

function reachable({ on }: ReadableTrigger): readonly ContextName[] {
  const contexts = ["event", "request", "schedule"] as const;
  return [...contexts.filter((context) => on?.[sourceOf[context]] !== undefined), "trigger"];
}

function unknownProperty(
  access: ContextPath,
  property: string,
  known: readonly string[],
): Complaint {
  const meant = nearest(property, known);
  return {
    path: [],
    message: `${access[0]} has no such property.`,
    found: access.join("."),
    allowed: known.join(", "),
    mend: meant === undefined ? "Use one of these." : `Write ${access[0]}.${meant}.`,
  };
}

function unknownParameter(
  access: ContextPath,
  member: string,
  { on }: ReadableTrigger,
): Complaint | undefined {
  if (!on?.http) return undefined;
  const known = pathParameters(on.http.path);
  if (known.some((name) => name.toLowerCase() === member)) return undefined;
  const meant = nearest(member, known);
  return {
    path: [],
    message: "The route's path has no such parameter.",
    found: access.join("."),
    allowed: known.join(", ") || `none: the path is ${on.http.path}`,
    mend:
      meant === undefined
        ? `Add {${member}} to the path.`
        : `Write request.path.${meant}, or add {${member}} to the path.`,
  };
}

function privateHeader(access: ContextPath): Complaint {
  return {
    path: [],
    message: "This header proves who calls, so it goes no further.",
    found: access.join("."),
    allowed: "any other header",
    mend: "Use request.caller to tell who calls.",
  };
}
