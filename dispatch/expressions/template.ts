import { type Expr, Literal } from "@actions/expressions/ast";
import { Kind } from "@actions/expressions/data/expressiondata";
import { MAX_EXPRESSION_LENGTH } from "@actions/expressions/errors";
import { Lexer, type Token, TokenType } from "@actions/expressions/lexer";
import { Parser } from "@actions/expressions/parser";
import { GitHubNumber } from "./number.ts";
import { type Access, accessIn, childrenOf, indexesOf } from "./syntax-tree.ts";

/** The contexts an expression may read. Nothing else is reachable: no environment, no secrets. */
export const contextNames = ["event", "request", "schedule", "trigger"] as const;
export type ContextName = (typeof contextNames)[number];

/** Text with `${{ }}` expressions in it: literal pieces and parsed expressions, in order. */
export type Template = readonly (string | Expr)[];

/** A text that is no valid template; the message says why, in terms of the text. */
export class TemplateError extends Error {
  override readonly name = "TemplateError";
}

/** Levels an expression may nest. `a == b == c …` nests too, and deep trees overflow the stack. */
const maxDepth = 200;

/**
 * Parses text with `${{ }}` expressions by GitHub's own expression library.
 *
 * @throws TemplateError when an expression is not closed, empty, too long or not valid.
 */
export function parseTemplate(text: string): Template {
  const pieces: (string | Expr)[] = [];
  let position = 0;
  while (position < text.length) {
    const start = text.indexOf("${{", position);
    if (start < 0) break;
    const end = endOfExpression(text, start + 3);
    if (start > position) pieces.push(text.slice(position, start));
    pieces.push(parseExpression(text.slice(start + 3, end)));
    position = end + 2;
  }
  if (position < text.length) pieces.push(text.slice(position));
  return pieces;
}

/** One access to a context, as far as its path is written out: `request.path.env` → `["request", "path", "env"]`. */
export type ContextPath = readonly [context: string, ...properties: string[]];

/** Every context access in a template, in reading order. Case makes no difference, so names come in lower case. */
export function contextPaths(template: Template): readonly ContextPath[] {
  const found: ContextPath[] = [];
  const open: Expr[] = template.filter((piece) => typeof piece !== "string").reverse();
  for (let expr = open.pop(); expr !== undefined; expr = open.pop()) {
    const access = accessIn(expr);
    if (access !== undefined) found.push(lowerCase(access.path));
    open.push(...(access === undefined ? childrenOf(expr) : indexesOf(expr)).toReversed());
  }
  return found;
}

function lowerCase([context, ...properties]: Access["path"]): ContextPath {
  return [context.toLowerCase(), ...properties.map((property) => property.toLowerCase())];
}

/** A `}}` inside a quoted string does not end an expression; `''` in it is an escaped quote. */
function endOfExpression(text: string, from: number): number {
  let quoted = false;
  for (let index = from; index < text.length; index += 1) {
    if (text[index] === "'") quoted = !quoted;
    if (!quoted && text.startsWith("}}", index)) return index;
  }
  throw new TemplateError("An expression is opened with ${{ but not closed with }}");
}

function parseExpression(text: string): Expr {
  if (text.trim() === "") throw new TemplateError("An expression is empty");
  if (text.length > MAX_EXPRESSION_LENGTH) {
    throw new TemplateError(
      `An expression has ${text.length} characters, more than GitHub's ${MAX_EXPRESSION_LENGTH}`,
    );
  }
  const expr = parseTokens(text);
  if (depthOf(expr) > maxDepth) {
    throw new TemplateError(`An expression nests more than ${maxDepth} levels`);
  }
  showNumbersAsGitHub(expr);
  return expr;
}

function parseTokens(text: string): Expr {
  try {
    const tokens = new Lexer(text).lex().tokens.map(unescapeString);
    return new Parser(tokens, [...contextNames], []).parse();
  } catch (error) {
    // The library's messages repeat the whole expression after this phrase.
    const [message] = String(error instanceof Error ? error.message : error).split(" Located at ");
    throw new TemplateError(`An expression can't be read: ${message?.replace(/\.$/, "")}`, {
      cause: error,
    });
  }
}

/** GitHub's service unescapes every `''` in a string; the library (0.3.61) only the first. */
function unescapeString(token: Token): Token {
  if (token.type !== TokenType.STRING) return token;
  return { ...token, value: token.lexeme.slice(1, -1).replaceAll("''", "'") };
}

function showNumbersAsGitHub(expr: Expr): void {
  if (expr instanceof Literal && expr.literal.kind === Kind.Number) {
    expr.literal = new GitHubNumber(expr.literal.value);
  }
  for (const child of childrenOf(expr)) showNumbersAsGitHub(child);
}

function depthOf(root: Expr): number {
  let depth = 0;
  for (let level: readonly Expr[] = [root]; level.length > 0; level = level.flatMap(childrenOf)) {
    depth += 1;
  }
  return depth;
}
