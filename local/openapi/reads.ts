import {
  Binary,
  ContextAccess,
  type Expr,
  FunctionCall,
  Grouping,
  IndexAccess,
  Literal,
  Logical,
  Unary,
} from "@actions/expressions/ast";
import { Kind } from "@actions/expressions/data/expressiondata";
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
  const chain = chainOf(expr);
  return chain?.isWritten ? { path: chain.path } : undefined;
}

function literalOf({ literal }: Literal): Read["fallback"] {
  if (literal.kind === Kind.String || literal.kind === Kind.Boolean) return literal.value;
  return literal.kind === Kind.Number ? literal.value : undefined;
}

function partsRead(expr: Expr): readonly Read[] {
  const chain = chainOf(expr);
  const inner = chain === undefined ? childrenOf(expr) : indexesOf(expr);
  return [...(chain === undefined ? [] : [{ path: chain.path }]), ...inner.flatMap(partsRead)];
}

interface Chain {
  readonly path: readonly string[];
  /** Whether the path goes to the end, and not just to the first index that is no name. */
  readonly isWritten: boolean;
}

/**
 * The path of an access to `request`. `contextPaths` gives paths in lower case, which is how they are looked
 * up; a caller should see the names that the file has.
 */
function chainOf(expr: Expr): Chain | undefined {
  if (expr instanceof ContextAccess) {
    const isRequest = expr.name.lexeme.toLowerCase() === "request";
    return isRequest ? { path: [], isWritten: true } : undefined;
  }
  if (!(expr instanceof IndexAccess)) return undefined;
  const before = chainOf(expr.expr);
  if (before === undefined || !before.isWritten) return before;
  const { index } = expr;
  if (!(index instanceof Literal) || index.literal.kind !== Kind.String) {
    return { ...before, isWritten: false };
  }
  const name = index.literal.value;
  // The parts of a request have names of our own.
  const step = before.path.length === 0 ? name.toLowerCase() : name;
  return { path: [...before.path, step], isWritten: true };
}

function childrenOf(expr: Expr): readonly Expr[] {
  if (expr instanceof Unary) return [expr.expr];
  if (expr instanceof Grouping) return [expr.group];
  if (expr instanceof Binary) return [expr.left, expr.right];
  if (expr instanceof Logical || expr instanceof FunctionCall) return expr.args;
  if (expr instanceof IndexAccess) return [expr.expr, expr.index];
  return [];
}

function indexesOf(expr: Expr): readonly Expr[] {
  return expr instanceof IndexAccess ? [...indexesOf(expr.expr), expr.index] : [];
}
