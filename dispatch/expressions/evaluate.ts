import type { Expr } from "@actions/expressions/ast";
import * as data from "@actions/expressions/data/index";
import { Evaluator } from "@actions/expressions/evaluator";
import type { FunctionDefinition } from "@actions/expressions/funcs/info";
import {
  type Budget,
  boundedFunctions,
  createBudget,
  EvaluationError,
} from "./bounded-functions.ts";
import { extent, type Json, toExpressionData, toJson } from "./data.ts";
import type { ContextName, Template } from "./template.ts";

/** The values that expressions may read. A context that a delivery doesn't have is empty. */
export type Contexts = { readonly [name in ContextName]?: Json };

/** Evaluates templates of one delivery; together they may do only so much work. */
export type Evaluate = (template: Template) => Json;

/**
 * Characters and list members that the expressions of one delivery may handle in all: some ten times
 * the largest event (1 MB). More is refused, so that no event can hold or exhaust a function.
 */
const workLimit = 10_000_000;

/** Prepares the evaluation of a delivery's templates. A template that is one expression keeps the value's type. */
export function evaluateOver(contexts: Contexts): Evaluate {
  const scope = new data.Dictionary();
  for (const name of ["event", "request", "schedule", "trigger"] satisfies ContextName[]) {
    scope.add(name, toExpressionData(contexts[name] ?? null));
  }
  const budget = createBudget(workLimit);
  const functions = boundedFunctions(budget);
  return (template) => {
    const [first] = template;
    if (template.length === 1 && first !== undefined) return value(first, scope, functions, budget);
    return template.map((piece) => toText(value(piece, scope, functions, budget))).join("");
  };
}

/**
 * A value as the string that GitHub would show: nothing for null, `true` and `false`, numbers with 15
 * significant digits, and objects and lists, which GitHub can't show, as compact JSON.
 */
export function toText(value: Json): string {
  if (typeof value === "object" && value !== null) return compactJson(value);
  return toExpressionData(value).coerceString();
}

function compactJson(value: Json): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    throw new EvaluationError("a value nests too deep to be written as JSON", { cause: error });
  }
}

function value(
  piece: string | Expr,
  scope: data.Dictionary,
  functions: Map<string, FunctionDefinition>,
  budget: Budget,
): Json {
  if (typeof piece === "string") return piece;
  try {
    return toJson(new BoundedEvaluator(piece, scope, functions, budget).evaluate());
  } catch (error) {
    if (error instanceof EvaluationError) throw error;
    throw new EvaluationError(reason(error), { cause: error });
  }
}

/** The library puts whole values into some messages; those stay out of answers and logs. */
function reason(error: unknown): string {
  if (error instanceof RangeError) return "an expression handles more data than it may";
  const message = error instanceof Error ? error.message : String(error);
  return /^[^:]{1,120}/.exec(message)?.[0] ?? "an expression can't be evaluated";
}

class BoundedEvaluator extends Evaluator {
  readonly #budget: Budget;

  constructor(
    expr: Expr,
    scope: data.Dictionary,
    functions: Map<string, FunctionDefinition>,
    budget: Budget,
  ) {
    super(expr, scope, functions);
    this.#budget = budget;
  }

  // Every node passes here. No operator does more work than its operands and its result are long; of the
  // functions, those that do are guarded.
  protected override eval(expr: Expr): data.ExpressionData {
    const result = super.eval(expr);
    this.#budget.spend(1 + extent(result));
    return result;
  }
}
