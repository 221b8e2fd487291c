import { type Expr, FunctionCall, Grouping, Literal, Logical } from "@actions/expressions/ast";
import { Kind } from "@actions/expressions/data/expressiondata";
import { accessIn, childrenOf, indexesOf } from "../../dispatch/expressions/syntax-tree.ts";
import { parseTemplate } from "../../dispatch/expressions/template.ts";
import type { InputTexts } from "../../dispatch/inputs.ts";

/** One thing of a call that an expression reads. */
export interface Read {
  /** `request.body.release.tag` as `["body", "release", "tag"]`: the names as they are written. */
  readonly path: readonly string[];
  /** What gets the value as it was sent: one input, or all of them. Left out where it is only a part. */
  readonly gives?: { readonly input: string } | "all";
  /** What stands in for a value that is missing or empty. */
  readonly fallback?: string | number | boolean;
  /** Whether it is a text of JSON. */
  readonly isJson?: boolean;
  /** Whether something below it is read that has no name here, such as an item of a list. */
  readonly isOpen?: boolean;
}

/** What a trigger's inputs read of the call that starts it, in reading order. */
export function readsOf(inputs: InputTexts): readonly Read[] {
  const texts =
    typeof inputs === "string"
      ? [[inputs, "all"] as const]
      : Object.entries(inputs).map(([input, text]) => [text, { input }] as const);
  return texts.flatMap(([text, gives]) => {
    const template = parseTemplate(text);
    const exprs = template.filter((piece) => typeof piece !== "string");
    const [first] = exprs;
    const direct = template.length === 1 && first !== undefined ? directRead(first) : undefined;
    return direct === undefined ? exprs.flatMap(partsRead) : [{ ...direct, gives }];
  });
}

/** An expression that is nothing but one value of the call, or a literal in its place. */
function directRead(expr: Expr): Read | undefined {
  if (expr instanceof Grouping) return directRead(expr.group);
  if (expr instanceof Logical && expr.operator.lexeme === "||") {
    const [value, literal, ...others] = expr.args;
    const read = value === undefined ? undefined : directRead(value);
    const fallback = literal instanceof Literal ? literalOf(literal) : undefined;
    return read === undefined || fallback === undefined || others.length > 0
      ? undefined
      : { ...read, fallback };
  }
  const request = requestIn(expr);
  return request?.isWhole ? { path: request.path } : undefined;
}

function literalOf({ literal }: Literal): Read["fallback"] {
  if (literal.kind === Kind.String || literal.kind === Kind.Boolean) return literal.value;
  return literal.kind === Kind.Number ? literal.value : undefined;
}

function partsRead(expr: Expr): readonly Read[] {
  const json = jsonIn(expr);
  if (json !== undefined) return [{ ...json, isJson: true }];
  const request = requestIn(expr);
  if (request === undefined) return childrenOf(expr).flatMap(partsRead);
  const { path, isWhole } = request;
  const read = isWhole ? { path } : { path, isOpen: true };
  return [read, ...indexesOf(expr).flatMap(partsRead)];
}

/** What `fromJSON` reads, if it is one value of the call. */
function jsonIn(expr: Expr): Read | undefined {
  if (!(expr instanceof FunctionCall)) return undefined;
  const [text] = expr.args;
  const isParsed = expr.functionName.lexeme.toLowerCase() === "fromjson";
  return isParsed && text !== undefined ? directRead(text) : undefined;
}

/** An access to `request`: the parts of a request have names of our own, what is in them the caller's. */
function requestIn(
  expr: Expr,
): { readonly path: readonly string[]; readonly isWhole: boolean } | undefined {
  const access = accessIn(expr);
  const [context, part, ...names] = access?.path ?? [];
  if (access === undefined || context?.toLowerCase() !== "request") return undefined;
  const path = part === undefined ? [] : [part.toLowerCase(), ...names];
  return { path, isWhole: access.isWhole };
}
