import { describe, expect, test, vi } from "vitest";
import { EvaluationError } from "../../../dispatch/expressions/bounded-functions.ts";
import type { Json } from "../../../dispatch/expressions/data.ts";
import { evaluateOver, toText } from "../../../dispatch/expressions/evaluate.ts";
import { parseTemplate, TemplateError } from "../../../dispatch/expressions/template.ts";

// What is not bounded takes minutes; what is, a fraction of a second.
vi.setConfig({ testTimeout: 10_000 });

const megabyte = 1_048_576;

/** Repeats a piece until an expression is as long as GitHub takes: 21,000 characters. */
function longest(first: string, piece: string): string {
  return `\${{${first}${piece.repeat(Math.floor((21_000 - first.length) / piece.length))}}}`;
}

function nested(open: string, depth: number, close: string): Json {
  return JSON.parse(open.repeat(depth) + close.repeat(depth)) as Json;
}

const documents: readonly (readonly [name: string, document: Json])[] = [
  ["one long string", "x".repeat(megabyte)],
  ["a long list", Array.from({ length: megabyte / 2 }, () => 1)],
  ["many keys", Object.fromEntries(Array.from({ length: 120_000 }, (_, key) => [`k${key}`, 1]))],
  ["a list of lists", Array.from({ length: megabyte / 4 }, () => [1])],
  ["a long text in a list", ["x".repeat(megabyte)]],
  ["deep lists", nested("[", megabyte / 2, "]")],
  [
    "a deep document with much in it",
    [JSON.parse(`${"[".repeat(150)}${"1,".repeat(200_000)}1${"]".repeat(150)}`)],
  ],
];

const expressions: readonly (readonly [name: string, expression: string])[] = [
  ["the document itself", "${{ event.doc }}"],
  ["as JSON, again and again", longest(" toJSON(event.doc)", " || toJSON(event.doc)")],
  ["all of them as JSON", longest(" toJSON(event) == 'x'", " || toJSON(event) == 'x'")],
  [
    "parsed and written, again and again",
    longest(" fromJSON(toJSON(event))", " && fromJSON(toJSON(event))"),
  ],
  ["members of members", "${{ event.doc.*.*.*.*.*.*.*.* }}"],
  ["members, again and again", longest(" event.doc.* == 1", " || event.doc.* == 1")],
  ["comparisons of the whole", longest(" event.doc == 'y'", " || event.doc == 'y'")],
  ["searches", longest(" contains(event.doc, 'y')", " || contains(event.doc, 'y')")],
  [
    "searches for a long text",
    longest(" contains(event.doc, toJSON(event.doc))", " || contains(event.doc, 'z')"),
  ],
  [
    "joined",
    longest(" join(event.doc, event.doc) == 'y'", " || join(event.doc, event.doc) == 'y'"),
  ],
  ["a long separator", "${{ join(event.doc, format('{0}{0}{0}{0}', toJSON(event.doc))) }}"],
  ["many placeholders", `\${{ format('${"{0}".repeat(6_900)}', toJSON(event.doc)) }}`],
  [
    "growth by nesting",
    `\${{ ${"format('{0}{0}{0}{0}', ".repeat(40)}toJSON(event.doc)${")".repeat(40)} }}`,
  ],
];

describe.each(documents)("1 MB: %s", (_, doc) => {
  test.each(expressions)("%s is done or refused, and nothing else", (_, expression) => {
    const evaluate = evaluateOver({ event: { doc } });
    const template = parseTemplate(expression);
    try {
      expect(typeof toText(evaluate(template))).toBe("string");
    } catch (error) {
      expect(error).toBeInstanceOf(EvaluationError);
      expect((error as Error).message.length).toBeLessThan(200);
    }
  });
});

test("all expressions of a delivery share one budget", () => {
  const evaluate = evaluateOver({ event: { doc: "x".repeat(megabyte) } });
  const template = parseTemplate("${{ event.doc == 'y' }}");
  expect(evaluate(template)).toBe(false);
  expect(() => {
    for (let count = 0; count < 100; count += 1) evaluate(template);
  }).toThrow("handle more data than they may");
});

test.each([
  ["20,990 characters", `\${{ '${"x".repeat(20_988)}' }}`, undefined],
  ["21,001 characters", `\${{ '${"x".repeat(20_997)}' }}`, "more than GitHub's 21000"],
  ["many comparisons in a row", longest(" 1", " == 1"), "nests more than 200 levels"],
  ["many alternatives in a row", longest(" 1", " || 1"), undefined],
])("an expression of %s", (_, expression, refusal) => {
  if (refusal === undefined) expect(parseTemplate(expression)).toHaveLength(1);
  else expect(() => parseTemplate(expression)).toThrow(refusal);
  if (refusal !== undefined) expect(() => parseTemplate(expression)).toThrow(TemplateError);
});

test("a list longer than a call takes arguments is read and parsed like any other", () => {
  const list = Array.from({ length: 400_000 }, (_, index) => index);
  const evaluate = evaluateOver({ event: { list, text: JSON.stringify(list) } });
  expect(evaluate(parseTemplate("${{ event.list[399999] }}"))).toBe(399_999);
  expect(evaluate(parseTemplate("${{ fromJSON(event.text)[399999] }}"))).toBe(399_999);
});
