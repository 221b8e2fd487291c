import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { checkEventPattern } from "../../../dispatch/config/event-pattern.ts";
import { formatPath } from "../../../dispatch/problem.ts";

/** The place, a part of the message, a part of the mend, and what was found. */
type Expected = [path: string, message: string, mend: string, found?: string];

/** Patterns as a user writes them, by what is special about them. */
type Cases = {
  valid: Record<string, string>;
  invalid: Record<string, [pattern: string, ...complaints: Expected[]]>;
};

const cases: Cases = JSON.parse(
  readFileSync(new URL("cases/event-patterns.json", import.meta.url), "utf8"),
);

test.each(Object.entries(cases.valid))("valid: %s", (_name, yaml) => {
  expect(checkEventPattern(parse(yaml))).toEqual([]);
});

test.each(Object.entries(cases.invalid))("invalid: %s", (_name, [yaml, ...expected]) => {
  const complaints = checkEventPattern(parse(yaml));
  expect(complaints.map((complaint) => formatPath(complaint.path))).toEqual(
    expected.map(([path]) => path),
  );
  for (const [index, [, message, mend, found]] of expected.entries()) {
    const complaint = complaints[index];
    expect(complaint?.message).toContain(message);
    expect(complaint?.mend).toContain(mend);
    expect(complaint?.found).toBe(found ?? complaint?.found);
    expect(complaint?.allowed).toBeTruthy();
  }
});

const rewritten = Object.entries(cases.invalid).flatMap(([name, [yaml]]) => {
  const [complaint, ...others] = checkEventPattern(parse(yaml));
  const field = /^Write ([\w$-]+: .+)$/.exec(complaint?.mend ?? "")?.[1];
  return complaint === undefined || field === undefined || others.length > 0
    ? []
    : [{ name, yaml, path: complaint.path, field }];
});

test("some mends can be tried", () => {
  expect(rewritten.length).toBeGreaterThan(20);
});

test.each(rewritten)("mended: $name", ({ yaml, path, field }) => {
  const pattern = parse(yaml);
  // A complaint about an item tells how to write the whole field.
  const place = path.slice(
    0,
    path.findLastIndex((step) => typeof step === "string"),
  );
  const fields = valueAt(pattern, place) as Record<string, unknown>;
  delete fields[String(path[place.length])];
  Object.assign(fields, parse(field));
  expect(checkEventPattern(pattern)).toEqual([]);
});

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (part, step) => Object.entries(part ?? {}).find(([key]) => key === String(step))?.[1],
    value,
  );
}

test("whatever the file has, complaints lead to it and stay short", () => {
  const names = "source detail $or prefix anything-but numeric exists a __proto__ toString".split(
    " ",
  );
  const { pattern } = fc.letrec((tie) => ({
    pattern: fc.dictionary(fc.constantFrom(...names), tie("value"), { maxKeys: 3 }),
    value: fc.oneof(
      { depthSize: "small" },
      fc.oneof(
        fc.constantFrom("x", "", "a**", "\\", ">", "<"),
        fc.double(),
        fc.constant(null),
        fc.boolean(),
      ),
      fc.array(tie("value"), { maxLength: 4 }),
      tie("pattern"),
    ),
  }));
  fc.assert(
    fc.property(pattern, (value) => {
      for (const { path, found = "", mend } of checkEventPattern(value)) {
        expect(valueAt(value, path)).not.toBe(undefined);
        expect(found.length).toBeLessThanOrEqual(80);
        expect(mend).toBeTruthy();
      }
    }),
    { numRuns: 1000 },
  );
});

describe("what JSON cannot hold", () => {
  test.each([Number.POSITIVE_INFINITY, Number.NaN])("%s is no value of an event", (number) => {
    const complaints = checkEventPattern({
      detail: { a: [number], b: [{ numeric: [">", number] }], c: [{ "anything-but": number }] },
    });
    expect(complaints.map(({ path, found }) => ({ path, found }))).toEqual([
      { path: ["detail", "a", 0], found: `"${number}"` },
      { path: ["detail", "b", 0, "numeric", 1], found: `"${number}"` },
      { path: ["detail", "c", 0, "anything-but"], found: `"${number}"` },
    ]);
  });

  test.each([undefined, 10n, () => 1, Symbol("x"), new Date(0)])("%s is no pattern", (value) => {
    expect(checkEventPattern(value)).toHaveLength(1);
    expect(checkEventPattern({ source: ["a"], detail: { a: [value] } })).toHaveLength(1);
  });
});

describe("hostile patterns", () => {
  const nested = (depth: number, wrap: (inner: unknown) => unknown) => {
    let pattern: unknown = ["x"];
    for (let level = 0; level < depth; level++) pattern = wrap(pattern);
    return { detail: pattern };
  };

  test("are not followed beyond 100 levels", () => {
    const mapping = (inner: unknown) => ({ a: inner });
    expect(checkEventPattern(nested(97, mapping))).toEqual([]);
    for (const wrap of [
      mapping,
      (inner: unknown) => [inner],
      (inner: unknown) => ({ $or: [inner] }),
    ]) {
      expect(checkEventPattern(nested(100_000, wrap))).toEqual([
        expect.objectContaining({ path: [], found: "more than 100 levels" }),
      ]);
    }
  });

  test("are not followed round in circles", () => {
    const circle: Record<string, unknown> = {};
    circle.detail = circle;
    expect(checkEventPattern(circle)).toHaveLength(1);
  });

  test("are not followed into aliases of aliases", () => {
    const laughs = Array.from({ length: 40 }).reduce<unknown>((part) => [part, part], ["x"]);
    expect(checkEventPattern({ detail: { a: laughs } })).toEqual([
      expect.objectContaining({ path: [], found: "more than 4096 values" }),
    ]);
  });

  test("can have names that every object has", () => {
    const pattern = JSON.parse(
      '{"__proto__": ["x"], "detail": {"a": [{"__proto__": {"b": [1]}}]}}',
    );
    expect(checkEventPattern(pattern).map(({ path }) => path)).toEqual([
      ["__proto__"],
      ["detail", "a", 0],
    ]);
  });
});

describe("the length", () => {
  /** A pattern of so many characters of compact JSON. */
  const ofLength = (length: number) => {
    const frame = JSON.stringify({ detail: { a: [""] } }).length;
    return { detail: { a: ["x".repeat(length - frame)] } };
  };

  test("is at most 4096 characters", () => {
    expect(checkEventPattern(ofLength(4096))).toEqual([]);
    expect(checkEventPattern(ofLength(4097))).toEqual([
      expect.objectContaining({ path: [], found: "4097 characters" }),
    ]);
  });

  test("hides no other mistake", () => {
    expect(checkEventPattern({ ...ofLength(5000), source: "x" })).toHaveLength(2);
  });
});

describe("the combinations of $or", () => {
  const alternatives = (count: number, extra: object = {}) => ({
    $or: Array.from({ length: count }, (_, index) => ({ [`f${index}`]: [index], ...extra })),
  });

  test("multiply beside each other", () => {
    const tens = { ...alternatives(10), a: alternatives(10) };
    expect(checkEventPattern({ detail: { ...tens, b: alternatives(10) } })).toEqual([]);
    expect(checkEventPattern({ detail: { ...tens, b: alternatives(11) } })).toEqual([
      expect.objectContaining({ path: [], found: "1100 combinations" }),
    ]);
  });

  test("add up inside an alternative", () => {
    const eighty = alternatives(2, alternatives(40));
    expect(checkEventPattern({ detail: { ...eighty, b: alternatives(12) } })).toEqual([]);
    expect(checkEventPattern({ detail: { ...eighty, b: alternatives(13) } })).toEqual([
      expect.objectContaining({ found: "1040 combinations" }),
    ]);
  });
});
