import type { Complaint } from "../../problem.ts";
import { compactJson, complain, isMapping, type Mapping } from "./text.ts";

/**
 * Characters of compact JSON. An account's own quota is 2,048 until it is raised
 * (docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html), at most to what PutRule takes
 * (docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html).
 */
const maxCharacters = 4096;

/** docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html (on `$or`). */
const maxCombinations = 1000;

/** Far deeper than events are; it keeps a hostile file from exhausting the stack. */
const maxDepth = 100;

const shorten =
  "Shorten it (one `prefix` or `wildcard` for many values), or split it into several triggers.";

/** Whether a pattern is small enough to look at: neither endless nor too deep. It never recurses. */
export function checkExtent(pattern: unknown): readonly Complaint[] {
  const pending: { readonly value: unknown; readonly depth: number }[] = [
    { value: pattern, depth: 1 },
  ];
  for (let count = 1; pending.length > 0; count++) {
    const { value, depth } = pending.pop() ?? { value: null, depth: 0 };
    if (depth > maxDepth) return [tooDeep()];
    const parts = typeof value === "object" && value !== null ? Object.values(value) : [];
    // Every value takes a character or more.
    if (count + pending.length + parts.length > maxCharacters) {
      return [tooLong(`more than ${maxCharacters} values`)];
    }
    for (const part of parts) pending.push({ value: part, depth: depth + 1 });
  }
  return [];
}

function tooDeep(): Complaint {
  return {
    path: [],
    message: "The event pattern is nested too deeply.",
    found: `more than ${maxDepth} levels`,
    allowed: `at most ${maxDepth} levels`,
    mend: "Follow the nesting of the event's own fields.",
  };
}

function tooLong(found: string): Complaint {
  return {
    path: [],
    message: "The event pattern is longer than EventBridge takes.",
    found,
    allowed: `at most ${maxCharacters} characters as compact JSON, and half of that unless the account's quota was raised`,
    mend: shorten,
  };
}

/** Checks the sizes that EventBridge limits, of a pattern that passed {@link checkExtent}. */
export function checkLimits(pattern: Mapping): readonly Complaint[] {
  const { length } = compactJson(pattern);
  const combinations = countCombinations(pattern, 1);
  return [
    ...(length > maxCharacters ? [tooLong(`${length} characters`)] : []),
    ...(combinations > maxCombinations ? [tooManyCombinations(pattern, combinations)] : []),
  ];
}

/** How many patterns without `$or` stand for one with: every `$or` multiplies those before it. */
function countCombinations(pattern: Mapping, before: number): number {
  return Object.entries(pattern).reduce((count, [field, value]) => {
    if (isMapping(value)) return countCombinations(value, count);
    if (field !== "$or" || !Array.isArray(value)) return count;
    return value
      .filter(isMapping)
      .reduce((sum, alternative) => sum + countCombinations(alternative, count), 0);
  }, before);
}

function tooManyCombinations(pattern: Mapping, count: number): Complaint {
  return {
    ...complain(pattern, {
      message: "The alternatives in `$or` combine into more patterns than EventBridge takes.",
      allowed: `at most ${maxCombinations} combinations`,
      mend: "Use fewer `$or` beside each other, or split the pattern into several triggers.",
    }),
    found: `${count} combinations`,
  };
}
