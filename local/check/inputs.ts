import { nearest } from "../../dispatch/config/nearest.ts";
import { quote } from "../../dispatch/config/rules.ts";
import type { Trigger } from "../../dispatch/config.ts";
import { inputLimits } from "../../dispatch/inputs.ts";
import { placeholder, withCorrelation } from "../../dispatch/resolve.ts";
import type { InputDefinition } from "../workflow/input-definitions.ts";
import { allowedValues, isNeeded, isNumber } from "../workflow/input-form.ts";
import type { ParsedWorkflow } from "../workflow/workflow-file.ts";
import { correlationFaults } from "./correlation.ts";
import { type Fault, fault } from "./finding.ts";
import { type GivenInput, givenInputs, wholeFailure } from "./literals.ts";
import { undeclaredFault } from "./undeclared.ts";

/** What is wrong between the inputs of a trigger and those that its workflow declares. */
export function inputFaults(
  trigger: Trigger,
  workflow: ParsedWorkflow,
  maxInputs: number,
): readonly Fault[] {
  const given = givenInputs(trigger);
  const correlation = correlationFaults(trigger, workflow, given ?? []);
  const failure = wholeFailure(trigger);
  if (failure !== undefined) {
    const code = failure.code === "inputs-invalid" ? failure.code : "expression-failed";
    const allowed = "an expression that gives an object";
    return [fault(code, ["inputs"], { found: failure.detail, allowed }), ...correlation];
  }
  if (given === undefined) return correlation;
  const declared = new Map(workflow.inputs.map((input) => [input.name, input]));
  const names = given.map(({ name }) => name);
  return [
    ...given.flatMap((input) => givenFaults(input, declared, names)),
    ...workflow.inputs.flatMap((input) => absentFaults(input, given, trigger)),
    ...limitFaults(given, trigger, maxInputs),
    ...correlation,
  ];
}

function givenFaults(
  { name, text, isOpen, failure }: GivenInput,
  declared: ReadonlyMap<string, InputDefinition>,
  names: readonly string[],
): readonly Fault[] {
  const path = ["inputs", name];
  const definition = declared.get(name);
  const undeclared =
    definition === undefined ? [undeclaredFault(path, name, [...declared.keys()], names)] : [];
  if (failure !== undefined) {
    return [...undeclared, fault("expression-failed", path, { found: failure })];
  }
  if (definition === undefined || isOpen) return undeclared;
  if (text === "" && definition.required) {
    const mend = `Write a value, or remove ${name} if the workflow has a default for it.`;
    return [fault("input-missing", path, { found: '""', mend })];
  }
  return formFaults(definition, text, path);
}

function absentFaults(
  definition: InputDefinition,
  given: readonly GivenInput[],
  trigger: Trigger,
): readonly Fault[] {
  const { name, default: value } = definition;
  const isGiven = trigger["correlation-input"] === name || given.some((each) => each.name === name);
  if (isGiven) return [];
  const path = ["inputs"];
  if (isNeeded(definition)) {
    const mend = `Add ${name} to inputs, or give it a default in the workflow.`;
    return [fault("input-missing", path, { at: "key", found: `no ${name}`, mend })];
  }
  if (!value) return [];
  return formFaults(definition, value, path).map((each) => ({
    ...each,
    found: `the default ${quote(value)} of ${name}`,
    mend: `Mend the default of ${name} in the workflow, or write ${name} under inputs.`,
  }));
}

/** Whether the API checks numbers is not documented; GitHub's web form does. */
function formFaults(
  definition: InputDefinition,
  value: string,
  path: readonly string[],
): readonly Fault[] {
  const allowed = allowedValues(definition);
  const found = quote(value);
  if (allowed !== undefined && !allowed.includes(value)) {
    const meant = nearest(value, allowed);
    const list = allowed.join(", ") || "nothing: the choice has no options";
    const mend = meant === undefined ? mendOf(definition) : { mend: `Write ${meant}.` };
    return [fault("input-not-allowed", path, { found, allowed: list, ...mend })];
  }
  if (definition.type !== "number" || isNumber(value)) return [];
  return [
    fault("input-not-allowed", path, { found, allowed: "a number", mend: "Write a number." }),
  ];
}

/** Only a choice can be given one more value. */
function mendOf({ type }: InputDefinition): Partial<Fault> {
  return type === "choice" ? {} : { mend: "Write one of the values that it allows." };
}

/** GitHub measures the compact JSON of all inputs. */
function limitFaults(
  given: readonly GivenInput[],
  trigger: Trigger,
  maxInputs: number,
): readonly Fault[] {
  const texts = Object.fromEntries(given.map(({ name, text }) => [name, text]));
  const all = withCorrelation(trigger, texts, placeholder);
  const count = Object.keys(all).length;
  const characters = JSON.stringify(all).length;
  const faults: Fault[] = [];
  if (count > maxInputs) {
    const allowed = `at most ${maxInputs}`;
    faults.push(fault("inputs-too-many", ["inputs"], { found: `${count} inputs`, allowed }));
  }
  if (characters > inputLimits.characters) {
    const allowed = `at most ${inputLimits.characters} characters of JSON in all`;
    const found = `${characters} characters`;
    faults.push(fault("inputs-too-large", ["inputs"], { found, allowed }));
  }
  return faults;
}
