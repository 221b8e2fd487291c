import { expect, test } from "vitest";
import { parseBody } from "../../functions/request-body.ts";

const form = "application/x-www-form-urlencoded";

test("a form of 1,000 fields", () => {
  const names = Array.from({ length: 1000 }, (_, index) => `n${index}`);
  expect(Object.keys(parseBody(names.join("&"), form).value ?? {})).toEqual(names);
});

test.each([
  ["of 1,001 fields", "n=1&".repeat(1000).concat("n=1")],
  ["of a megabyte of fields without a value", "n&".repeat(524_288)],
  ["of a megabyte of nothing", "&".repeat(1_048_576)],
])("a form %s is refused before it is read", (_, text) => {
  const detail = "the form has more than 1000 fields";
  expect(parseBody(text, form).failure).toMatchObject({ code: "body-malformed", detail });
});

test("a field 1,000 times is one list", () => {
  const { value } = parseBody("n=1&".repeat(999).concat("n=1"), form);
  expect(value).toEqual({ n: Array.from({ length: 1000 }, () => "1") });
});

test("a form's names are the object's own", () => {
  const { value = {} } = parseBody("__proto__=a&constructor=b&toString=c", form);
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  expect(Object.entries(value ?? {})).toEqual([
    ["__proto__", "a"],
    ["constructor", "b"],
    ["toString", "c"],
  ]);
});
