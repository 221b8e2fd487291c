import type { InputDefinition } from "../workflow/input-definitions.ts";
import { allowedValues, isNumber } from "../workflow/input-form.ts";
import type { Refusal } from "./message.ts";

/** The inputs a run gets, all as text, or why GitHub refuses them. */
export type InputValues =
  | { readonly values: Readonly<Record<string, string>>; readonly refusal?: never }
  | { readonly values?: never; readonly refusal: Refusal };

/**
 * Checks the inputs of a request against those the workflow declares and fills in the defaults.
 * The first problem is reported, in the file's order, except that undeclared inputs come first and
 * all at once. GitHub's own order is not documented.
 */
export function resolveInputs(
  definitions: readonly InputDefinition[],
  given: Readonly<Record<string, unknown>>,
): InputValues {
  const declared = new Set(definitions.map(({ name }) => name));
  const unexpected = Object.keys(given).filter((name) => !declared.has(name));
  if (unexpected.length > 0) {
    const names = unexpected.map((name) => JSON.stringify(name)).join(", ");
    return refused(`Unexpected inputs provided: [${names}]`);
  }
  const values: [string, string][] = [];
  for (const definition of definitions) {
    const value = Object.hasOwn(given, definition.name) ? given[definition.name] : undefined;
    const resolved = resolveInput(definition, value);
    if (typeof resolved !== "string") return refused(resolved.problem);
    values.push([definition.name, resolved]);
  }
  return { values: Object.fromEntries(values) };
}

function refused(message: string): InputValues {
  return { refusal: { status: 422, message } };
}

function resolveInput(definition: InputDefinition, given: unknown): string | { problem: string } {
  // Booleans, numbers, lists and null are refused where text is meant, whatever the declared type
  // (github.com/Scalr/terraform-provider-scalr/pull/555 for a boolean, knaisoma/data-olympus/pull/219
  // for a number).
  if (given !== undefined && typeof given !== "string") return invalid(definition);
  const isAbsent = given === undefined && !definition.default;
  // Unverified: that a default does not stand in for a value sent empty. This is the stricter reading.
  if (definition.required && (isAbsent || given === "")) {
    return { problem: `Required input '${definition.name}' not provided` };
  }
  if (given !== undefined) return checkForm(definition, given);
  // An optional input without a default reaches the run as empty text, a choice too
  // (github.com/Start9Labs/start-technologies/pull/3518).
  return definition.default ? checkForm(definition, definition.default) : "";
}

function checkForm(definition: InputDefinition, value: string): string | { problem: string } {
  // The message for a boolean is a choice's (github.com/cli/cli/issues/5246).
  const allowed = allowedValues(definition);
  if (allowed !== undefined && !allowed.includes(value)) return notAllowed(definition, value);
  // Unverified: the message, and whether the API checks numbers at all; GitHub's web form does.
  if (definition.type === "number" && !isNumber(value)) return invalid(definition);
  // Environments cannot be checked: the stand-in knows none.
  return value;
}

function notAllowed({ name }: InputDefinition, value: string): { problem: string } {
  return {
    problem: `Provided value '${value}' for input '${name}' not in the list of allowed values`,
  };
}

function invalid({ name }: InputDefinition): { problem: string } {
  return { problem: `Invalid value for input '${name}'` };
}
