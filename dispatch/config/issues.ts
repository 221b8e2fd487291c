import type { z } from "zod";
import type { Complaint } from "../problem.ts";
import { complaintIn } from "./blocks.ts";
import { nearest } from "./nearest.ts";
import { quote } from "./rules.ts";

/** A complaint about a value, or about the key that leads to it. */
export interface Finding extends Complaint {
  readonly at: "key" | "value";
}

/** Zod's issues about a value, in the words of the user's file. */
export function findingsOf(issues: readonly z.core.$ZodIssue[], root: unknown): readonly Finding[] {
  return issues.flatMap((issue) => findingsOfIssue(issue, root));
}

function findingsOfIssue(issue: z.core.$ZodIssue, root: unknown): readonly Finding[] {
  const path = issue.path.map(toStep);
  const complaint = complaintIn(issue);
  if (complaint !== undefined) return [{ ...complaint, path, at: "value" }];
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => unknownKey([...path, key], issue.message.split(", ")));
    case "invalid_union":
      return findingsOfUnion(issue, path, root);
    case "invalid_key":
      return [invalidName(path)];
    default:
      return [wrongValue(issue, path, root)];
  }
}

function unknownKey(path: readonly (string | number)[], known: readonly string[]): Finding {
  const key = String(path.at(-1));
  const meant = nearest(key, known);
  return {
    path,
    at: "key",
    message: "There is no such key here.",
    found: key,
    allowed: known.join(", "),
    mend: meant === undefined ? "Remove it." : `Write ${meant}.`,
  };
}

function invalidName(path: readonly (string | number)[]): Finding {
  return {
    path,
    at: "key",
    message: "This can't be a name.",
    found: quote(path.at(-1)),
    allowed: "letters, digits, _ and -, at most 64 of them, beginning with a letter or _",
    mend: "Choose another name.",
  };
}

/** Of a union's branches, only the one for this kind of value has something to say. */
function findingsOfUnion(
  issue: z.core.$ZodIssueInvalidUnion,
  path: readonly (string | number)[],
  root: unknown,
): readonly Finding[] {
  const value = valueAt(root, path);
  const branch = issue.errors.find((issues) => !issues.some((inner) => isOfOtherKind(inner)));
  if (branch !== undefined) {
    const inner = branch.map((each) => ({ ...each, path: [...path, ...each.path] }));
    return findingsOf(inner, root);
  }
  const expected = issue.errors.flat().map((inner) => expectationOf(inner));
  return [mismatch(path, value, [...new Set(expected)].join(", or "))];
}

function isOfOtherKind(issue: z.core.$ZodIssue): boolean {
  return issue.path.length === 0 && issue.code === "invalid_type";
}

function wrongValue(
  issue: z.core.$ZodIssue,
  path: readonly (string | number)[],
  root: unknown,
): Finding {
  const value = valueAt(root, path);
  const finding = mismatch(path, value, expectationOf(issue));
  if (issue.code !== "invalid_value" || typeof value !== "string") return finding;
  const meant = nearest(value, issue.values.map(String));
  return meant === undefined ? finding : { ...finding, mend: `Write ${meant}.` };
}

function mismatch(path: readonly (string | number)[], value: unknown, allowed: string): Finding {
  const key = String(path.at(-1) ?? "the file");
  if (value === undefined) {
    return { path, at: "value", message: `${key} is missing.`, allowed, mend: `Add ${key}.` };
  }
  const mayBeSecret =
    ["string", "object"].includes(typeof value) && secretPath.test(path.join("/"));
  const shown = mayBeSecret ? "(not shown)" : quote(value);
  const found = value === null ? "nothing" : shown;
  const isText = value === null && allowed.includes("text");
  const mend = isText ? 'Write a value, or "" for an empty text.' : `Write ${allowed}.`;
  return { path, at: "value", message: `This can't be the value of ${key}.`, found, allowed, mend };
}

/** Where the slip of writing a secret in place of its name is likely. */
const secretPath = /^credentials\/|\/auth\b/;

const kinds: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "a mapping",
  record: "a mapping",
  array: "a list",
};

function expectationOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return kinds[issue.expected] ?? issue.expected;
    case "invalid_value":
      return issue.values.map(String).join(", ");
    case "too_small":
      return issue.origin === "array"
        ? `a list of at least ${issue.minimum}`
        : `${issue.inclusive ? "at least" : "more than"} ${issue.minimum}`;
    case "too_big":
      return `${issue.inclusive ? "at most" : "less than"} ${issue.maximum}`;
    case "invalid_format":
      return "an event bus's name or ARN";
    default:
      return issue.message;
  }
}

function valueAt(root: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      typeof value === "object" && value !== null ? Reflect.get(value, step) : undefined,
    root,
  );
}

function toStep(step: PropertyKey): string | number {
  return typeof step === "number" ? step : String(step);
}
