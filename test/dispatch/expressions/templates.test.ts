import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type Contexts, evaluateOver, toText } from "../../../dispatch/expressions/evaluate.ts";
import { parseTemplate, TemplateError } from "../../../dispatch/expressions/template.ts";

const templates = readCases<[template: string, contexts: Contexts, result: string]>("templates");
const badTemplates = readCases<[template: string, message: string]>("bad-templates");

test.each(templates)("%s over %j", (template, contexts, result) => {
  expect(toText(evaluateOver(contexts)(parseTemplate(template)))).toBe(result);
});

test.each(badTemplates)("%s is refused", (template, message) => {
  expect(() => parseTemplate(template)).toThrow(TemplateError);
  expect(() => parseTemplate(template)).toThrow(message);
});

test("a template that is one expression keeps the value's type", () => {
  const body = { inputs: { a: "1", b: [2] } };
  const evaluate = evaluateOver({ request: { body } });
  expect(evaluate(parseTemplate("${{ request.body.inputs }}"))).toEqual(body.inputs);
});

test("a key that every object inherits is data like any other", () => {
  const event = JSON.parse('{"__proto__": {"polluted": "own"}, "constructor": {"name": "c"}}');
  const evaluate = evaluateOver({ event });
  expect(evaluate(parseTemplate("${{ event.__proto__.polluted }}"))).toBe("own");
  expect(evaluate(parseTemplate("${{ fromJSON(toJSON(event)).__proto__.polluted }}"))).toBe("own");
  expect(evaluate(parseTemplate("${{ event.constructor.name }}"))).toBe("c");
  expect(({} as { polluted?: string }).polluted).toBeUndefined();
});

function readCases<Case>(name: string): Case[] {
  return JSON.parse(readFileSync(new URL(`cases/${name}.json`, import.meta.url), "utf8"));
}
