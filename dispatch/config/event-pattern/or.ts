import type { Complaint } from "../../problem.ts";
import { isOperator } from "./operators.ts";
import { complain, isMapping, type Mapping, under, written, writtenField } from "./text.ts";

/** Besides the operators, EventBridge keeps these (github.com/aws/event-ruler, Constants.java). */
const reservedNames = [
  ...["=", "<", "<=", ">", ">=", "regex", "not-wildcard", "not-equals-ignore-case"],
  ...["date-after", "date-on-or-after", "date-before", "date-on-or-before", "in-date-range"],
  ...["ip-address-in-range", "ip-address-not-in-range"],
];

const allowed = "a list of at least two mappings of fields";

/** Checks the alternatives of `$or`, each with the given check of its fields. */
export function checkOr(
  value: unknown,
  checkFields: (fields: Mapping) => readonly Complaint[],
): readonly Complaint[] {
  if (!Array.isArray(value)) return [notAList(value)];
  const each = value.flatMap((alternative, index) =>
    under(index, isFields(alternative) ? checkFields(alternative) : [notFields(alternative)]),
  );
  return value.length < 2 ? [tooFew(value), ...each] : each;
}

function isFields(alternative: unknown): alternative is Mapping {
  return isMapping(alternative) && Object.keys(alternative).length > 0;
}

function notAList(value: unknown): Complaint {
  const alternatives = isMapping(value)
    ? Object.entries(value).map(([field, matchers]) => ({ [field]: matchers }))
    : [];
  return complain(value, {
    message: "`$or` takes a list.",
    allowed,
    mend:
      alternatives.length > 1
        ? `Write ${writtenField("$or", alternatives)}`
        : "List the alternatives, each a mapping of fields.",
  });
}

function tooFew(value: readonly unknown[]): Complaint {
  const [only] = value;
  return complain(value, {
    message: `\`$or\` needs two alternatives, and this one has ${value.length === 0 ? "none" : "one"}.`,
    allowed,
    mend: isFields(only)
      ? `Add another, or write its fields without $or: ${written(only)}`
      : "List the alternatives, or remove $or.",
  });
}

function notFields(alternative: unknown): Complaint {
  return complain(alternative, {
    message: "An alternative in `$or` is a mapping of fields.",
    allowed,
    mend: isMapping(alternative)
      ? "Name a field in it, or remove it."
      : "For any of several values no $or is needed: list them at their field.",
  });
}

export function isReservedInOr(field: string): boolean {
  return isOperator(field) || reservedNames.includes(field);
}

/** A field that EventBridge refuses anywhere inside an `$or`; most often it is meant as an operator. */
export function reservedInOr(field: string, value: unknown): Complaint {
  return complain(value, {
    message: `No field can be called \`${field}\` inside \`$or\`: EventBridge keeps the name for operators.`,
    allowed: "other field names",
    mend: isOperator(field)
      ? `For any of several operators no $or is needed: list them at their field, like state: ${written([{ [field]: value }])}`
      : "Write this alternative as a trigger of its own.",
  });
}
