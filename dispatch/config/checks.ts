import { parseTemplate } from "../expressions/template.ts";
import { inputLimits } from "../inputs.ts";
import { contextComplaints } from "./context-checks.ts";
import type { Finding } from "./issues.ts";
import { nearest } from "./nearest.ts";
import type { Readable, ReadableTrigger } from "./readable.ts";
import { checkRoutes } from "./route-checks.ts";
import { quote } from "./rules.ts";
import { checkSourceCount } from "./source-count.ts";

/** What no key can say about itself: how triggers, defaults and credentials fit together. */
export function checkTogether(readable: Readable): readonly Finding[] {
  const triggers = Object.entries(readable.triggers).flatMap(([name, trigger]) =>
    trigger === null ? [] : [[name, trigger] as const],
  );
  const findings = triggers.flatMap(([name, trigger]) =>
    checkTrigger(trigger, readable).map((finding) => ({
      ...finding,
      path: ["triggers", name, ...finding.path],
    })),
  );
  return [
    ...checkSourceCount(triggers),
    ...checkDefaultCredential(readable),
    ...findings,
    ...checkRoutes(triggers),
  ];
}

function checkTrigger(trigger: ReadableTrigger, readable: Readable): readonly Finding[] {
  return [
    ...checkSources(trigger),
    ...checkTarget(trigger, readable, "repository", "owner/name"),
    ...checkTarget(trigger, readable, "ref", "the name of a branch or a tag"),
    ...checkCredential(trigger, readable),
    ...checkSchedules(trigger),
    ...checkInputs(trigger),
    ...checkCorrelationInput(trigger),
    ...contextComplaints(trigger).map((complaint) => ({ ...complaint, at: "value" as const })),
  ];
}

function checkSources({ on }: ReadableTrigger): readonly Finding[] {
  if (on === null || Object.values(on).some((source) => source !== undefined)) return [];
  return [
    {
      path: ["on"],
      at: "value",
      message: "Nothing starts this trigger.",
      allowed: "any mix of schedule, http and event",
      mend: "Add at least one of them.",
    },
  ];
}

function checkTarget(
  trigger: ReadableTrigger,
  { defaults }: Readable,
  key: "repository" | "ref",
  allowed: string,
): readonly Finding[] {
  if (trigger[key] !== undefined || defaults[key] !== undefined) return [];
  const message = `${key} is missing.`;
  const mend = `Add ${key} to the trigger, or to defaults for all triggers.`;
  return [{ path: [key], at: "value", message, allowed, mend }];
}

function checkCredential(trigger: ReadableTrigger, readable: Readable): readonly Finding[] {
  if (trigger.credential === null) return [];
  if (trigger.credential !== undefined) {
    return unknownCredential(["credential"], trigger.credential, readable);
  }
  if (readable.defaults.credential !== undefined) return [];
  return unknownCredential([], "default", readable);
}

function checkDefaultCredential(readable: Readable): readonly Finding[] {
  const { credential } = readable.defaults;
  if (typeof credential !== "string") return [];
  return unknownCredential(["defaults", "credential"], credential, readable);
}

function unknownCredential(
  path: readonly string[],
  name: string,
  { credentials }: Readable,
): readonly Finding[] {
  const known = Object.keys(credentials);
  if (known.includes(name)) return [];
  const implied = path.length === 0;
  const meant = nearest(name, known);
  const add = `Add ${name} under credentials.`;
  return [
    {
      path,
      at: implied ? "key" : "value",
      message: implied
        ? "The trigger names no credential, and there is none called default."
        : "There is no such credential.",
      ...(implied ? {} : { found: quote(name) }),
      allowed: known.join(", ") || "none are declared",
      mend: meant === undefined || implied ? add : `Write ${meant}, or: ${add}`,
    },
  ];
}

function checkSchedules({ on }: ReadableTrigger): readonly Finding[] {
  const keys = (on?.schedule ?? []).map(
    (schedule) => schedule && `${schedule.expression} ${schedule.timezone}`,
  );
  return keys.flatMap((key, index) => {
    if (key === null || keys.indexOf(key) === index) return [];
    return {
      path: ["on", "schedule", index],
      at: "value" as const,
      message: "This schedule is there twice.",
      found: key,
      allowed: "each expression and time zone once in a trigger",
      mend: "Remove one of the two; for a second start and end, write a second trigger.",
    };
  });
}

function checkInputs(trigger: ReadableTrigger): readonly Finding[] {
  const { inputs = {} } = trigger;
  if (typeof inputs === "string") return checkWholeInputs(inputs);
  const correlation = trigger["correlation-input"] === undefined ? 0 : 1;
  const count = Object.keys(inputs).length + correlation;
  const literal = JSON.stringify(
    Object.fromEntries(
      Object.entries(inputs).map(([name, text]) => [name, literalPart(text ?? "")]),
    ),
  ).length;
  const about = { path: ["inputs"], at: "value" as const };
  const findings: Finding[] = [];
  if (count > inputLimits.count) {
    const message = "These are more inputs than GitHub takes.";
    const mend = "Put several values into one input as JSON: ${{ toJSON(…) }}.";
    const allowed = `at most ${inputLimits.count}`;
    findings.push({ ...about, message, found: `${count} inputs`, allowed, mend });
  }
  if (literal > inputLimits.characters) {
    const message = "These inputs are larger than GitHub takes.";
    const mend = "Keep large values in the repository, and pass their names.";
    const allowed = `at most ${inputLimits.characters} characters of JSON in all`;
    findings.push({ ...about, message, found: `${literal} characters`, allowed, mend });
  }
  return findings;
}

function checkCorrelationInput(trigger: ReadableTrigger): readonly Finding[] {
  const { inputs = {}, "correlation-input": name } = trigger;
  if (typeof name !== "string" || typeof inputs === "string" || !Object.hasOwn(inputs, name)) {
    return [];
  }
  return [
    {
      path: ["inputs", name],
      at: "key",
      message:
        "This input is the correlation-input, which gets a text of its own for each delivery.",
      found: name,
      allowed: "an input of the workflow that is used for nothing else",
      mend: `Remove ${name} from inputs, or name another input as correlation-input.`,
    },
  ];
}

function checkWholeInputs(text: string): readonly Finding[] {
  const template = parseTemplate(text);
  if (template.length === 1 && typeof template[0] !== "string") return [];
  return [
    {
      path: ["inputs"],
      at: "value",
      message: "A text can't give the inputs, unless it is one expression.",
      found: quote(text),
      allowed: "a mapping, or one expression that gives an object",
      mend: "Write ${{ request.body.inputs }} with nothing around it, or the inputs one by one.",
    },
  ];
}

function literalPart(text: string): string {
  return parseTemplate(text)
    .filter((piece) => typeof piece === "string")
    .join("");
}
