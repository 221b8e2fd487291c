import type { Complaint } from "../../problem.ts";
import { checkAnythingBut } from "./anything-but.ts";
import { checkNumeric } from "./numeric.ts";
import { complain, isMapping, kebabCase, type Mapping, nearest, under, written } from "./text.ts";
import { checkAffix, checkText } from "./text-operators.ts";

/**
 * The operators of EventBridge with what checks their operand:
 * docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html.
 * `exactly` is not on that page, but its engine takes it (github.com/aws/event-ruler, Constants.java).
 */
const operators: ReadonlyMap<string, (operand: unknown) => readonly Complaint[]> = new Map([
  ["prefix", (operand: unknown) => checkAffix("prefix", operand)],
  ["suffix", (operand: unknown) => checkAffix("suffix", operand)],
  ["equals-ignore-case", (operand: unknown) => checkText("equals-ignore-case", operand)],
  ["wildcard", (operand: unknown) => checkText("wildcard", operand)],
  ["anything-but", checkAnythingBut],
  ["numeric", checkNumeric],
  ["exists", checkExists],
  ["cidr", (operand: unknown) => checkText("cidr", operand)],
  ["exactly", (operand: unknown) => checkText("exactly", operand)],
]);

const operatorNames = [...operators.keys()].filter((name) => name !== "exactly");
const operatorsAllowed = operatorNames.join(", ");

/** What people write who know another filter language, as the operator they mean. */
const foreignOperators: ReadonlyMap<string, (operand: unknown) => Mapping> = new Map([
  ["starts-with", (operand: unknown): Mapping => ({ prefix: operand })],
  ["begins-with", (operand: unknown) => ({ prefix: operand })],
  ["ends-with", (operand: unknown) => ({ suffix: operand })],
  [
    "contains",
    (operand: unknown) => ({ wildcard: typeof operand === "string" ? `*${operand}*` : operand }),
  ],
  ["not", (operand: unknown) => ({ "anything-but": operand })],
  ["not-in", (operand: unknown) => ({ "anything-but": operand })],
  ["not-equals", (operand: unknown) => ({ "anything-but": operand })],
  ["ignore-case", (operand: unknown) => ({ "equals-ignore-case": operand })],
  ["gt", (operand: unknown) => ({ numeric: [">", operand] })],
  ["gte", (operand: unknown) => ({ numeric: [">=", operand] })],
  ["lt", (operand: unknown) => ({ numeric: ["<", operand] })],
  ["lte", (operand: unknown) => ({ numeric: ["<=", operand] })],
]);

const plainNames = ["equals", "equal", "eq", "exact", "in", "is", "any-of", "$or"];
const regexNames = ["regex", "regexp", "matches", "like"];

export function isOperator(name: string): boolean {
  return operators.has(name);
}

/** Whether a mapping that stands where a list should can only be meant as operators. */
export function isOperators(mapping: Mapping): boolean {
  const entries = Object.entries(mapping);
  return entries.length > 0 && entries.every(([name, operand]) => isOperatorOn(name, operand));
}

function isOperatorOn(name: string, operand: unknown): boolean {
  const check = operators.get(name);
  if (check === undefined) return false;
  const isScalar = !Array.isArray(operand) && !isMapping(operand);
  return isScalar || check(operand).length === 0;
}

/** Operators that stand together in one mapping, each as an item of its own. */
export function asItems(mapping: Mapping): readonly Mapping[] {
  return Object.entries(mapping).map(([name, operand]) => ({ [name]: operand }));
}

/** Checks a mapping in a list: one operator with its operand. */
export function checkOperator(matcher: Mapping): readonly Complaint[] {
  const names = Object.keys(matcher);
  if (isFields(matcher)) return [fieldsInList(matcher)];
  const each = names.flatMap((name) => under(name, checkNamed(name, matcher[name])));
  return names.length === 1 ? each : [notOneOperator(matcher, names.length), ...each];
}

function checkNamed(name: string, operand: unknown): readonly Complaint[] {
  return operators.get(name)?.(operand) ?? [unknownOperator(name, operand)];
}

/** Whether a mapping has fields of an event, as in `[{name: [x]}]`, and not an operator misspelt. */
function isFields(matcher: Mapping): boolean {
  const names = Object.keys(matcher);
  return names.length > 0 && !names.some(isLikeOperator);
}

function isLikeOperator(name: string): boolean {
  const kebab = kebabCase(name);
  const isForeign = foreignOperators.has(kebab) || [...plainNames, ...regexNames].includes(kebab);
  return isForeign || nearest(name, [...operators.keys()]) !== undefined;
}

/** EventBridge looks into an event's lists by itself: docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-arrays.html. */
function fieldsInList(matcher: Mapping): Complaint {
  const fields = Object.entries(matcher).map(([name, value]) => {
    const isComposed = isMapping(value) || Array.isArray(value);
    return [name, isComposed ? value : [value]] as const;
  });
  return complain(matcher, {
    message: "A mapping in a list is an operator, and this one names none.",
    allowed: operatorsAllowed,
    mend: `Write an operator. If the event has a list of mappings here, the pattern has no list: ${written(Object.fromEntries(fields))}`,
  });
}

function notOneOperator(matcher: Mapping, count: number): Complaint {
  if (count === 0) {
    return complain(matcher, {
      message: "The mapping names no operator.",
      allowed: operatorsAllowed,
      mend: "Write an operator in it, or remove it.",
    });
  }
  return complain(matcher, {
    message: `An item of a list holds one operator, and this one has ${count} keys.`,
    allowed: operatorsAllowed,
    mend: `Give each its own item (any of them then matches): ${written(asItems(matcher))}`,
  });
}

function unknownOperator(name: string, operand: unknown): Complaint {
  return complain(operand, {
    message: `\`${name}\` is not an operator.`,
    allowed: operatorsAllowed,
    mend: insteadOf(name, operand),
  });
}

function insteadOf(name: string, operand: unknown): string {
  const kebab = kebabCase(name);
  if (plainNames.includes(kebab)) {
    return `Any item of a list may match, so write the values themselves: ${written(Array.isArray(operand) ? operand : [operand])}`;
  }
  if (regexNames.includes(kebab)) {
    return "There are no regular expressions; `wildcard` takes a text with `*` for any characters.";
  }
  const near = nearest(name, operatorNames);
  const meant = foreignOperators.get(kebab)?.(operand) ?? (near && { [near]: operand });
  if (!meant) return `Write an operator, or the value itself: ${written([operand])}`;
  const isRight = checkOperator(meant).length === 0;
  return isRight ? `Write ${written([meant])}` : `Write \`${Object.keys(meant).join()}\``;
}

function checkExists(operand: unknown): readonly Complaint[] {
  if (typeof operand === "boolean") return [];
  const isNo =
    operand === 0 || (typeof operand === "string" && /^(false|no|off|0)$/i.test(operand));
  return [
    complain(operand, {
      message: "`exists` takes true or false.",
      allowed: "true (the event has the field) or false (it has not)",
      mend: `Write ${written({ exists: !isNo })}`,
    }),
  ];
}
