import * as data from "@actions/expressions/data/index";
import { wellKnownFunctions } from "@actions/expressions/funcs";
import type { FunctionDefinition } from "@actions/expressions/funcs/info";
import { type Json, type JsonObject, toExpressionData, toJson } from "./data.ts";

/** An expression that can't be evaluated over its contexts: a wrong argument, or too much work. */
export class EvaluationError extends Error {
  override readonly name = "EvaluationError";
}

/** Characters of one string that an expression may make; GitHub takes 65,535 in all inputs. */
const stringLimit = 4_000_000;

/** Levels of JSON that toJSON shows. */
const maxJsonDepth = 200;

/** The work, in characters and list members, that is left. */
export interface Budget {
  /** @throws EvaluationError when the delivery's expressions have done more than they may. */
  spend(work: number): void;
}

/** A budget of so much work. */
export function createBudget(limit: number): Budget {
  let left = limit;
  return {
    spend(work) {
      left -= work;
      if (left < 0) throw new EvaluationError("the expressions handle more data than they may");
    },
  };
}

/** The functions whose result can be far larger than their arguments, kept within the budget. */
export function boundedFunctions(budget: Budget): Map<string, FunctionDefinition> {
  return new Map([
    ["contains", guarded("contains", (args) => budget.spend(searchLength(args)))],
    ["format", guarded("format", (args) => checkLength(formatLength(args)))],
    ["join", guarded("join", (args) => checkLength(joinLength(args)))],
    ["tojson", { ...definition("tojson"), call: (argument) => toJsonText(argument, budget) }],
    ["fromjson", { ...definition("fromjson"), call: fromJsonText }],
  ]);
}

function definition(name: string): FunctionDefinition {
  const found = wellKnownFunctions[name];
  if (found === undefined) throw new Error(`@actions/expressions has no function '${name}'`);
  return found;
}

function guarded(
  name: string,
  check: (args: readonly data.ExpressionData[]) => void,
): FunctionDefinition {
  const known = definition(name);
  return {
    ...known,
    call: (...args) => {
      check(args);
      return known.call(...args);
    },
  };
}

function checkLength(length: number): void {
  if (length > stringLimit) {
    throw new EvaluationError(
      `an expression makes a string of more than ${stringLimit} characters`,
    );
  }
}

/** A search compares the item with every member, and texts in full. */
function searchLength([list, item]: readonly data.ExpressionData[]): number {
  if (list?.kind !== data.Kind.Array) return 0;
  const perMember = item?.primitive ? 1 + item.coerceString().length : 1;
  return list
    .values()
    .reduce(
      (sum, member) => sum + (member.primitive ? member.coerceString().length : 0) + perMember,
      0,
    );
}

function formatLength([pattern, ...args]: readonly data.ExpressionData[]): number {
  const text = pattern?.coerceString() ?? "";
  let length = text.length;
  for (const [, index] of text.matchAll(/\{(\d{1,3})\}/g)) {
    length += args[Number(index)]?.coerceString().length ?? 0;
  }
  return length;
}

function joinLength([list, separator]: readonly data.ExpressionData[]): number {
  if (list?.kind !== data.Kind.Array) return 0;
  const between = separator?.primitive ? separator.coerceString().length : 1;
  return list.values().reduce((sum, item) => sum + item.coerceString().length + between, 0);
}

function toJsonText(argument: data.ExpressionData | undefined, budget: Budget): data.StringData {
  const json = argument === undefined ? null : toJson(argument);
  budget.spend(indentedLength(json, 0));
  return new data.StringData(JSON.stringify(json, null, 2));
}

/** At least the length of the indented JSON; indentation alone can make a deep document a thousand times longer. */
function indentedLength(json: Json, depth: number): number {
  if (depth > maxJsonDepth)
    throw new EvaluationError(`JSON nests more than ${maxJsonDepth} levels`);
  if (typeof json === "string") return 2 + json.length;
  if (typeof json !== "object" || json === null) return 8;
  const members: readonly Json[] = Array.isArray(json) ? json : Object.values(json as JsonObject);
  const keys = Array.isArray(json) ? 0 : Object.keys(json).join().length;
  return members.reduce<number>(
    (sum, member) => sum + 2 * (depth + 1) + 6 + indentedLength(member, depth + 1),
    keys + 4,
  );
}

function fromJsonText(argument: data.ExpressionData | undefined): data.ExpressionData {
  const text = argument?.coerceString() ?? "";
  if (text.trim() === "") throw new EvaluationError("fromJSON was given an empty text");
  try {
    return toExpressionData(JSON.parse(text) as Json);
  } catch (error) {
    throw new EvaluationError("fromJSON was given a text that is not JSON", { cause: error });
  }
}
