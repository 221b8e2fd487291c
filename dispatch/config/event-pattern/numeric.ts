import type { Complaint } from "../../problem.ts";
import { complain, isMapping, under, written } from "./text.ts";

const allowed =
  'a comparison and a number, like [">=", 10], or a range from below, like [">", 0, "<=", 5]';
const comparisons = ["=", "<", "<=", ">", ">="];
const otherComparisons = new Map<unknown, string>([
  ["==", "="],
  ["=>", ">="],
  ["=<", "<="],
]);

/**
 * Checks the operand of `numeric`, in the order and with the bounds that EventBridge takes
 * (github.com/aws/event-ruler, JsonRuleCompiler.java and Range.java). Its numbers are IEEE doubles;
 * the bounds of ±5.0e9 in older documents are gone (README.md there, "Numeric matching").
 */
export function checkNumeric(operand: unknown): readonly Complaint[] {
  if (!Array.isArray(operand)) return [notAList(operand)];
  if (operand.length !== 2 && operand.length !== 4) return [wrongLength(operand)];
  const parts = operand.flatMap((part, index) =>
    under(index, index % 2 === 0 ? checkComparison(part) : checkNumber(part)),
  );
  return parts.length > 0 || operand.length === 2 ? parts : checkRange(operand);
}

function notAList(operand: unknown): Complaint {
  const list = asList(operand);
  return complain(operand, {
    message: "`numeric` takes a list.",
    allowed,
    mend: `Write ${written({ numeric: checkNumeric(list).length === 0 ? list : [">", 0] })}`,
  });
}

/** What `10`, `">= 10"` and `{">": 0, "<": 10}` mean. */
function asList(operand: unknown): readonly unknown[] {
  if (isMapping(operand)) return Object.entries(operand).flat();
  const text = typeof operand === "string" ? operand : "";
  const [, comparison, number] = /^([<>=]{1,2}) *([^\s<>=]+)$/.exec(text) ?? [];
  return comparison === undefined ? ["=", operand] : [comparison, Number(number)];
}

function wrongLength(operand: readonly unknown[]): Complaint {
  const isNumbers = operand.length > 0 && operand.every((part) => typeof part === "number");
  return complain(operand, {
    message: `\`numeric\` takes 2 or 4 items, and this list has ${operand.length}.`,
    allowed,
    mend: isNumbers
      ? `To match any of the numbers, list them without \`numeric\`: ${written(operand)}`
      : "Write each number after its comparison.",
  });
}

function checkComparison(part: unknown): readonly Complaint[] {
  if (typeof part === "string" && comparisons.includes(part)) return [];
  const meant = otherComparisons.get(part);
  return [
    complain(part, {
      message: `\`numeric\` has ${written(part)} where a comparison belongs.`,
      allowed: comparisons.join(" "),
      mend:
        part === "!=" ? "Use `anything-but`." : `Write ${written(meant ?? "=")} or another one.`,
    }),
  ];
}

function checkNumber(part: unknown): readonly Complaint[] {
  if (Number.isFinite(part)) return [];
  const number = typeof part === "string" && part.trim() !== "" ? Number(part) : Number.NaN;
  return [
    complain(part, {
      message: `\`numeric\` has ${written(part)} where a number belongs.`,
      allowed: "a finite number, not quoted",
      mend: Number.isFinite(number) ? `Write ${number} without quotes.` : "Write a number.",
    }),
  ];
}

function checkRange(operand: readonly unknown[]): readonly Complaint[] {
  if (isOrdered(operand) && isFilled(operand)) return [];
  return [
    complain(operand, {
      message: isOrdered(operand)
        ? "The range is empty: its bottom is not less than its top."
        : "A range is `>` or `>=` with the bottom, then `<` or `<=` with the top.",
      allowed,
      mend: asRange(operand),
    }),
  ];
}

function isOrdered([below, , above]: readonly unknown[]): boolean {
  return String(below).startsWith(">") && String(above).startsWith("<");
}

/** EventBridge takes no range of one number either, not even with `>=` and `<=`. */
function isFilled([, bottom, , top]: readonly unknown[]): boolean {
  return Number(bottom) < Number(top);
}

function asRange(operand: readonly unknown[]): string {
  const [first, one, second, other] = operand;
  const turned = [second, other, first, one];
  if (isOrdered(turned) && isFilled(turned)) {
    return `Turn it round: ${written({ numeric: turned })}`;
  }
  if (isOrdered(operand) && one === other) {
    return `For this one number write ${written({ numeric: ["=", one] })}`;
  }
  const items = [{ numeric: [first, one] }, { numeric: [second, other] }];
  return `For either of the two, give each its own item: ${written(items)}`;
}
