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

/** A chain of accesses that starts at a context. */
export interface Access {
  /** The names as they are written, up to the first index that isn't one. */
  readonly path: readonly [context: string, ...properties: string[]];
  /** Whether that is the whole chain. */
  readonly isWhole: boolean;
}

/** The parts of an expression, in reading order. */
export function childrenOf(expr: Expr): readonly Expr[] {
  if (expr instanceof Unary) return [expr.expr];
  if (expr instanceof Grouping) return [expr.group];
  if (expr instanceof Binary) return [expr.left, expr.right];
  if (expr instanceof Logical || expr instanceof FunctionCall) return expr.args;
  if (expr instanceof IndexAccess) return [expr.expr, expr.index];
  return [];
}

/** The chain of accesses that an expression is, if it is one that starts at a context. */
export function accessIn(expr: Expr): Access | undefined {
  if (expr instanceof ContextAccess) return { path: [expr.name.lexeme], isWhole: true };
  if (!(expr instanceof IndexAccess)) return undefined;
  const before = accessIn(expr.expr);
  if (before === undefined || !before.isWhole) return before;
  const { index } = expr;
  if (!(index instanceof Literal) || index.literal.kind !== Kind.String) {
    return { ...before, isWhole: false };
  }
  return { path: [...before.path, index.literal.value], isWhole: true };
}

/** The index expressions along an access chain, which may access contexts themselves. */
export function indexesOf(expr: Expr): readonly Expr[] {
  return expr instanceof IndexAccess ? [...indexesOf(expr.expr), expr.index] : [];
}
