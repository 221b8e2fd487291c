import { EvaluationError } from "./expressions/bounded-functions.ts";
import { isJsonObject, type Json, type JsonObject } from "./expressions/data.ts";
import { type Contexts, evaluateOver, toText } from "./expressions/evaluate.ts";
import { parseTemplate, type Template } from "./expressions/template.ts";
import { rejected, type Step } from "./outcome.ts";

/** The inputs of a workflow as they are sent: every value is a string. */
export type Inputs = { readonly [name: string]: string };

/** Inputs with their expressions parsed: name by name, or one expression that gives them all. */
export type InputTemplates =
  | { readonly each: ReadonlyMap<string, Template>; readonly whole?: never }
  | { readonly whole: Template; readonly each?: never };

/** Inputs as the config has them: texts by name, or one text whose expression gives them all. */
export type InputTexts = string | { readonly [name: string]: string };

/**
 * Parses the expressions in inputs.
 *
 * @throws TemplateError for an invalid one; a checked config has none.
 */
export function parseInputs(texts: InputTexts): InputTemplates {
  if (typeof texts === "string") return { whole: parseTemplate(texts) };
  return {
    each: new Map(Object.entries(texts).map(([name, text]) => [name, parseTemplate(text)])),
  };
}

/**
 * GitHub's limits: docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#workflow_dispatch.
 * The characters are counted on the compact JSON of the inputs.
 */
export const inputLimits = { count: 25, characters: 65_535 } as const;

/** Evaluates a trigger's inputs over what was delivered. */
export function resolveInputs(templates: InputTemplates, contexts: Contexts): Step<Inputs> {
  try {
    const values = evaluateInputs(templates, contexts);
    return isJsonObject(values) ? { value: toStrings(values) } : notAnObject(values);
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    return { failure: rejected("expression-failed", error.message) };
  }
}

function evaluateInputs(templates: InputTemplates, contexts: Contexts): Json {
  const evaluate = evaluateOver(contexts);
  if (templates.whole !== undefined) return evaluate(templates.whole);
  return Object.fromEntries(
    [...templates.each].map(([name, template]) => [name, evaluate(template)]),
  );
}

function toStrings(values: JsonObject): Inputs {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, toText(value)]));
}

/** Refuses more or larger inputs than GitHub takes. */
export function checkInputLimits(inputs: Inputs): Step<Inputs> {
  const count = Object.keys(inputs).length;
  if (count > inputLimits.count) {
    return invalid(`${count} inputs, more than the ${inputLimits.count} that GitHub takes`);
  }
  const characters = JSON.stringify(inputs).length;
  if (characters > inputLimits.characters) {
    return invalid(
      `inputs of ${characters} characters, more than the ${inputLimits.characters} that GitHub takes`,
    );
  }
  return { value: inputs };
}

/** Nothing delivered (no body, no such field) means no inputs; the workflow's own defaults apply. */
function notAnObject(value: Json): Step<Inputs> {
  if (value === null || value === "") return { value: {} };
  return invalid(
    `${Array.isArray(value) ? "a list" : `a ${typeof value}`} where inputs: needs an object`,
  );
}

function invalid(detail: string): Step<Inputs> {
  return { failure: rejected("inputs-invalid", detail) };
}
