import type { Complaint } from "../../problem.ts";
import { asItems, checkOperator } from "./operators.ts";
import { complain, isMapping, type Mapping, under, written, writtenField } from "./text.ts";

/** Checks the list at a field: what the field may be, each item with the given check. */
export function checkList(
  field: string,
  list: readonly unknown[],
  check: (matcher: unknown) => readonly Complaint[],
): readonly Complaint[] {
  if (list.length > 0) return list.flatMap((matcher, index) => under(index, check(matcher)));
  return [
    complain(list, {
      message: `\`${field}\` has an empty list.`,
      allowed: "a list of at least one value",
      mend: `List the values to match, or leave \`${field}\` out to match any.`,
    }),
  ];
}

/** Checks an item of such a list: a value, or an operator. */
export function checkMatcher(matcher: unknown): readonly Complaint[] {
  if (isMapping(matcher)) return checkOperator(matcher);
  if (typeof matcher === "number") return checkNumber(matcher);
  if (matcher === null || typeof matcher === "string" || typeof matcher === "boolean") return [];
  return [
    complain(matcher, {
      message: "A list of values holds no other list.",
      allowed: "texts, numbers, true, false, null, and operators",
      mend: Array.isArray(matcher)
        ? `Write its values without the inner brackets: ${written(matcher.flat(Number.POSITIVE_INFINITY))}`
        : "Write a text.",
    }),
  ];
}

/** A plain number is matched digit for digit, so one that a double cannot hold would match another. */
function checkNumber(number: number): readonly Complaint[] {
  const isReal = Number.isFinite(number);
  if (isReal && (Number.isSafeInteger(number) || !Number.isInteger(number))) return [];
  return [
    complain(number, {
      message: isReal
        ? "This number cannot be kept digit for digit."
        : "No event has such a number.",
      allowed: `whole numbers up to ${Number.MAX_SAFE_INTEGER}, and decimals`,
      mend: isReal
        ? "If the event has a text here, quote it; else test it with `numeric`."
        : "Write a number, or quote it to match the text.",
    }),
  ];
}

/** A field with a value where a list belongs; `item` is that value as it should stand in the list. */
export function notAList(field: string, value: unknown, item: unknown): Complaint {
  const isEmpty = value === null;
  return complain(value, {
    message: isEmpty
      ? `\`${field}\` has no value.`
      : `\`${field}\` takes a list, even of one value.`,
    allowed: "a list of values and operators",
    mend: isEmpty
      ? `List the values to match, or leave \`${field}\` out to match any.`
      : `Write ${writtenField(field, [item])}`,
  });
}

/** A field with operators where a list of them belongs, which are checked all the same. */
export function outsideList(
  field: string,
  operators: Mapping,
  check: (matcher: unknown) => readonly Complaint[],
): readonly Complaint[] {
  const items = asItems(operators);
  const complaint = complain(operators, {
    message: `\`${field}\` has an operator outside a list.`,
    allowed: "a list of values and operators",
    mend: `Write ${writtenField(field, items)}`,
  });
  return [complaint, ...items.flatMap(check)];
}
