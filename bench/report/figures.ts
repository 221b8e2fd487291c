import { type Figure, type Goal, isMet, medianOf, type Unit } from "../benchmark.ts";

/** A figure for people: `12.3 ms (11.9 to 13.0)`, `1.21 (1.18 to 1.27)`, `$4.10`; nothing where there is none. */
export function figureText(figure: Figure | undefined, unit: Unit): string {
  if (figure === undefined) return "";
  const digits = digitsOf(figure, unit);
  const text = withUnit(numberText(medianOf(figure), digits), unit);
  if (typeof figure === "number") return text;
  return `${text} (${numberText(figure.min, digits)} to ${numberText(figure.max, digits)})`;
}

/** A goal for people: `met: 1.21, at most 1.35`. */
export function verdictText(goal: Goal): string {
  const { found, atMost } = goalTexts(goal);
  return `${verdictOf(goal)}: ${found}, at most ${atMost}`;
}

/** What was found and what was promised, with as many digits as it takes to tell more from less. */
export function goalTexts({ unit, found, atMost }: Goal): {
  readonly found: string;
  readonly atMost: string;
} {
  const enough = digitsOf(found, unit);
  let digits = enough;
  while (found > atMost && numberText(found, digits) === numberText(atMost, digits)) digits += 1;
  if (digits === enough) {
    return { found: figureText(found, unit), atMost: figureText(atMost, unit) };
  }
  return {
    found: withUnit(numberText(found, digits), unit),
    atMost: withUnit(numberText(atMost, digits), unit),
  };
}

/** Whether a goal is met, in a word. */
export function verdictOf(goal: Goal): "met" | "missed" {
  return isMet(goal) ? "met" : "missed";
}

/** The names of units are behind a number, but for dollars. */
function withUnit(number: string, unit: Unit): string {
  if (unit === "USD") return `$${number}`;
  return unit === "" || unit === "times" ? number : `${number} ${unit}`;
}

/** As many digits after the point as tell something; the extremes have as many as their median. */
function digitsOf(figure: Figure, unit: Unit): number {
  const size = Math.abs(medianOf(figure));
  if (unit === "USD") return size > 0 && size < 0.01 ? 4 : 2;
  if (typeof figure === "number" && Number.isInteger(figure)) return 0;
  if (unit === "times") return 2;
  if (size >= 100) return 0;
  return size >= 10 ? 1 : 2;
}

function numberText(number: number, digits: number): string {
  return number.toLocaleString("en-US", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}
