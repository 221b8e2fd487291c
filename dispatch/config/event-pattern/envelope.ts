import type { Complaint } from "../../problem.ts";
import { checkMatcher } from "./list.ts";
import { isOperator } from "./operators.ts";
import {
  compactJson,
  complain,
  isMapping,
  kebabCase,
  type Mapping,
  nearest,
  under,
  written,
  writtenField,
} from "./text.ts";

/** Every event has these, as text (`resources`: a list of texts); `replay-name` only when it is replayed. */
const textFields = [
  "version",
  "id",
  "detail-type",
  "source",
  "account",
  "time",
  "region",
  "resources",
  "replay-name",
];

/** The top-level fields of an event: docs.aws.amazon.com/eventbridge/latest/ref/events-structure.html. */
const envelopeFields = [...textFields, "detail"];

const textAllowed = "texts, and operators that test text";

const otherNames = new Map([
  ["type", "detail-type"],
  ["account-id", "account"],
  ["data", "detail"],
  ["payload", "detail"],
]);

export function isEnvelopeField(field: string): boolean {
  return envelopeFields.includes(field);
}

/** Whether a top-level field holds text in every event, so that nothing else ever matches it. */
export function isTextField(field: string): boolean {
  return textFields.includes(field);
}

/** The field that a misnamed top-level one is meant to be, if that can be told. */
export function meantField(field: string): string | undefined {
  if (field.includes(".")) return undefined;
  return otherNames.get(kebabCase(field)) ?? nearest(field, [...envelopeFields, "$or"]);
}

/** A top-level field that no event has: EventBridge accepts it, and the rule never fires. */
export function unknownField(field: string, value: unknown): Complaint {
  return complain(value, {
    message: `No event has a top-level field \`${field}\`, so this pattern never matches.`,
    allowed: `${envelopeFields.join(", ")}, $or`,
    mend: insteadOf(field, value),
  });
}

function insteadOf(field: string, value: unknown): string {
  if (isOperator(field)) {
    return `Write it in the list of a field, like ${writtenField("source", [{ [field]: value }])}`;
  }
  const meant = meantField(field);
  if (meant !== undefined) return `Write ${writtenField(meant, inList(meant, value))}`;
  const detail = writtenField("detail", nested(field, value));
  return `If it is a field of the event's data, write it under detail: ${detail}`;
}

/** A dotted name as the mappings it stands for: `state.status` is `state: {status: …}`. */
function nested(field: string, value: unknown): unknown {
  const [first, ...rest] = field.split(".").filter((name) => name !== "" && name !== "detail");
  if (first === undefined) return inList(field, value);
  return rest.length === 0
    ? { [first]: inList(first, value) }
    : { [first]: nested(rest.join("."), value) };
}

function inList(field: string, value: unknown): unknown {
  if (Array.isArray(value) || isMapping(value)) return value;
  return [isTextField(field) ? asMatcher(field, value) : value];
}

/** A scalar as what matches it at a text field. */
export function asMatcher(field: string, value: unknown): string | Mapping {
  const text = asText(field, value);
  return field === "source" && text.includes("*") ? asWildcard(text) : text;
}

/** YAML reads an unquoted account id as a number and drops its zeros. */
function asText(field: string, value: unknown): string {
  return field === "account" ? String(value).padStart(12, "0") : String(value);
}

function asWildcard(text: string): Mapping {
  return { wildcard: text.replaceAll("\\", "\\\\").replace(/\*+/g, "*") };
}

/** Checks an item of the list at a text field: also what can never match because it is no text. */
export function checkTextItem(field: string, matcher: unknown): readonly Complaint[] {
  if (isMapping(matcher)) return [...checkMatcher(matcher), ...checkTextOperator(field, matcher)];
  if (Array.isArray(matcher)) return checkMatcher(matcher);
  if (typeof matcher === "string") return field === "source" ? checkSource(matcher) : [];
  return [
    complain(matcher, {
      message: `\`${field}\` is text in every event, so ${written(matcher)} never matches.`,
      allowed: textAllowed,
      mend:
        matcher === null
          ? `Leave it out, or write the text that \`${field}\` must have.`
          : `Quote it: ${written([asText(field, matcher)])}`,
    }),
  ];
}

/** A source is a name like `aws.ecr`; EventBridge takes a star in a plain text literally. */
function checkSource(source: string): readonly Complaint[] {
  if (!source.includes("*")) return [];
  return [
    complain(source, {
      message: "A `*` in a plain text stands for itself, and no source has one.",
      allowed: "the whole name of the source, or an operator",
      mend: `Write ${writtenField("source", [asWildcard(source)])}`,
    }),
  ];
}

function checkTextOperator(field: string, matcher: Mapping): readonly Complaint[] {
  if (Object.hasOwn(matcher, "numeric")) {
    return under("numeric", [neverNumeric(field, matcher.numeric)]);
  }
  return under("anything-but", checkTextExcluded(field, matcher["anything-but"]));
}

function neverNumeric(field: string, value: unknown): Complaint {
  return complain(value, {
    message: `\`${field}\` is text in every event, so \`numeric\` never matches.`,
    allowed: textAllowed,
    mend: "Test the text: list the texts to match, or use `prefix`, `suffix` or `wildcard`.",
  });
}

function checkTextExcluded(field: string, excluded: unknown): readonly Complaint[] {
  const values: readonly unknown[] = Array.isArray(excluded) ? excluded : [excluded];
  if (values.length === 0 || !values.every((value) => typeof value === "number")) return [];
  const texts = values.map((value) => asText(field, value));
  return [
    complain(excluded, {
      message: `\`${field}\` is text in every event, so excluding ${compactJson(excluded)} excludes nothing.`,
      allowed: "a text, or a list of texts",
      mend: `Quote it: ${written({ "anything-but": Array.isArray(excluded) ? texts : texts[0] })}`,
    }),
  ];
}
