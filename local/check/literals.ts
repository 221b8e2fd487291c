import type { Trigger } from "../../dispatch/config.ts";
import { EvaluationError } from "../../dispatch/expressions/bounded-functions.ts";
import type { Json } from "../../dispatch/expressions/data.ts";
import { evaluateOver, toText } from "../../dispatch/expressions/evaluate.ts";
import { contextPaths, parseTemplate, type Template } from "../../dispatch/expressions/template.ts";
import { type Inputs, resolveInputs } from "../../dispatch/inputs.ts";
import type { Failure } from "../../dispatch/outcome.ts";

/** An input as far as triggers.yaml alone tells it. */
export interface GivenInput {
  readonly name: string;
  /** What is sent; of an open input, the part of it that is known. */
  readonly text: string;
  /** Whether only a delivery tells the value. */
  readonly isOpen: boolean;
  /** Why an expression in it fails whatever is delivered. */
  readonly failure?: string;
}

/**
 * The inputs of a trigger; undefined where one expression gives them all and only a delivery tells.
 * Of one that fails, see `wholeFailure`.
 */
export function givenInputs({ inputs }: Trigger): readonly GivenInput[] | undefined {
  if (typeof inputs !== "string") {
    return Object.entries(inputs).map(([name, text]) => givenInput(name, parseTemplate(text)));
  }
  const { value, isOpen } = readWhole(inputs);
  if (isOpen) return undefined;
  return Object.entries(value ?? {}).map(([name, text]) => ({ name, text, isOpen: false }));
}

/** What the one expression that gives all inputs ends with, if it fails whatever is delivered. */
export function wholeFailure({ inputs }: Trigger): Failure | undefined {
  return typeof inputs === "string" ? readWhole(inputs).failure : undefined;
}

function readWhole(text: string): {
  readonly isOpen: boolean;
  readonly value?: Inputs;
  readonly failure?: Failure;
} {
  const whole = parseTemplate(text);
  return isConstant(whole) ? { isOpen: false, ...resolveInputs({ whole }, {}) } : { isOpen: true };
}

/** A part that fails by itself fails in any text. */
function givenInput(name: string, template: Template): GivenInput {
  const known = template.filter((piece) => isConstant([piece]));
  const { value, failure } = tryEvaluate(known);
  if (failure !== undefined) return { name, text: "", isOpen: false, failure };
  return { name, text: toText(value), isOpen: known.length < template.length };
}

/** Whether an expression reads nothing of what is delivered: its value is the same each time. */
function isConstant(template: Template): boolean {
  return contextPaths(template).length === 0;
}

function tryEvaluate(
  template: Template,
):
  | { readonly value: Json; readonly failure?: never }
  | { readonly value?: never; readonly failure: string } {
  try {
    return { value: evaluateOver({})(template) };
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    return { failure: error.message };
  }
}
