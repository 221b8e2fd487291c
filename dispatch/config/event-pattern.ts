import type { Complaint } from "../problem.ts";
import {
  asMatcher,
  checkTextItem,
  isEnvelopeField,
  isTextField,
  meantField,
  unknownField,
} from "./event-pattern/envelope.ts";
import { checkExtent, checkLimits } from "./event-pattern/limits.ts";
import { checkList, checkMatcher, notAList, outsideList } from "./event-pattern/list.ts";
import { asItems, isOperators } from "./event-pattern/operators.ts";
import { checkOr, isReservedInOr, reservedInOr } from "./event-pattern/or.ts";
import { complain, isMapping, type Mapping, under, writtenField } from "./event-pattern/text.ts";

/** An event pattern as EventBridge takes it, such as `{source: [aws.ecr], detail: {result: [SUCCESS]}}`. */
export type EventPattern = { readonly [field: string]: unknown };

/** Where fields stand: at the top, where only an event's own fields can be, and inside an `$or`. */
type Place = { readonly isTop: boolean; readonly isInOr: boolean };

/**
 * Everything that is wrong with an event pattern: what EventBridge refuses when a rule is created, and
 * what it takes although no event can match. Paths start at the pattern. The grammar is that of
 * docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html, with the details of its
 * engine (github.com/aws/event-ruler, JsonRuleCompiler.java).
 */
export function checkEventPattern(pattern: unknown): readonly Complaint[] {
  const extent = checkExtent(pattern);
  if (extent.length > 0) return extent;
  if (!isMapping(pattern)) return [notAPattern(pattern)];
  if (Object.keys(pattern).length === 0) return [matchesEverything(pattern)];
  return [...checkLimits(pattern), ...checkFields(pattern, { isTop: true, isInOr: false })];
}

function notAPattern(pattern: unknown): Complaint {
  const isAlternatives = Array.isArray(pattern) && pattern.length > 1 && pattern.every(isMapping);
  const source = typeof pattern === "string" && pattern !== "" ? pattern : "aws.ecr";
  return complain(pattern, {
    message:
      pattern === null
        ? "The event pattern is empty."
        : "An event pattern is a mapping of the event's fields.",
    allowed: "fields, each with the list of values to match",
    mend: isAlternatives
      ? `For any of several patterns write ${writtenField("$or", pattern)}`
      : `Name fields of the event, like ${writtenField("source", [asMatcher("source", source)])}`,
  });
}

function matchesEverything(pattern: Mapping): Complaint {
  return complain(pattern, {
    message: "The event pattern names no field, so it would match every event.",
    allowed: "at least one field, with the list of values to match",
    mend: "Name at least a source, like source: [aws.ecr]",
  });
}

function checkFields(fields: Mapping, place: Place): readonly Complaint[] {
  return Object.entries(fields).flatMap(([field, value]) =>
    under(field, checkField(field, value, place)),
  );
}

function checkField(field: string, value: unknown, place: Place): readonly Complaint[] {
  const inOr = { ...place, isInOr: true };
  if (field === "$or") return checkOr(value, (fields) => checkFields(fields, inOr));
  if (place.isInOr && isReservedInOr(field)) return [reservedInOr(field, value)];
  return place.isTop ? checkTopField(field, value, place) : checkValue(field, value, place);
}

function checkTopField(field: string, value: unknown, place: Place): readonly Complaint[] {
  const inside = { ...place, isTop: false };
  if (isTextField(field)) return checkTextField(field, value);
  if (isEnvelopeField(field)) return checkDetail(value, inside);
  const isComposed = isMapping(value) || Array.isArray(value);
  if (!isComposed) return [unknownField(field, value)];
  const meant = meantField(field);
  const checked = meant ? checkField(meant, value, place) : checkValue(field, value, inside);
  return [unknownField(field, value), ...checked];
}

function checkValue(field: string, value: unknown, place: Place): readonly Complaint[] {
  if (Array.isArray(value)) return checkList(field, value, checkMatcher);
  if (!isMapping(value)) return [notAList(field, value, value)];
  if (isOperators(value)) return outsideList(field, value, checkMatcher);
  return Object.keys(value).length === 0 ? [emptyMapping(field, value)] : checkFields(value, place);
}

function emptyMapping(field: string, value: Mapping): Complaint {
  return complain(value, {
    message: `\`${field}\` has an empty mapping.`,
    allowed: "fields, each with the list of values to match",
    mend: `Name a field in it, or leave \`${field}\` out to match any.`,
  });
}

function checkTextField(field: string, value: unknown): readonly Complaint[] {
  const checkItem = (item: unknown) => checkTextItem(field, item);
  if (Array.isArray(value)) return checkList(field, value, checkItem);
  if (!isMapping(value)) return [notAList(field, value, asMatcher(field, value))];
  if (isOperators(value)) return outsideList(field, value, checkItem);
  return [
    complain(value, {
      message: `\`${field}\` is text in every event, without fields of its own.`,
      allowed: "a list of texts, and of operators that test text",
      mend: "List the texts to match; fields of the event's data stand under detail.",
    }),
  ];
}

function checkDetail(value: unknown, place: Place): readonly Complaint[] {
  const isOperator = isMapping(value) && isOperators(value);
  if (isMapping(value) && !isOperator) return checkValue("detail", value, place);
  const example = { state: isOperator ? asItems(value) : ["running"] };
  return [
    complain(value, {
      message: "`detail` is a mapping in every event, so its fields are what can be matched.",
      allowed: "a mapping of fields, each with the list of values to match",
      mend: `Name a field in it, like ${writtenField("detail", example)}`,
    }),
  ];
}
