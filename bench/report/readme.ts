import { type Goal, isMet, type Table } from "../benchmark.ts";
import { goalTexts, verdictOf } from "./figures.ts";
import { markdownTable, type Section, tableText } from "./markdown.ts";

const begin = "<!-- benchmarks -->";
const end = "<!-- /benchmarks -->";

const aboutCosts =
  "And what AWS bills for dispatches by schedule, beside an EventBridge API destination, which does less:";

/**
 * The README with what it tells of the benchmarks: of each that has any goals the one that came closest to its limit,
 * and what schedules cost.
 *
 * @throws Error for a README without the place for it.
 */
export function readmeWith(readme: string, sections: readonly Section[]): string {
  const { before, after } = aroundBlock(readme);
  const parts = [goalsTable(sections), ...costs(sections)];
  return `${before}${begin}\n${parts.join("\n\n")}\n${after}`;
}

/**
 * What is before and after the generated part of the README.
 *
 * @throws Error for a README without the place for it.
 */
export function aroundBlock(readme: string): { readonly before: string; readonly after: string } {
  const from = readme.indexOf(begin);
  const to = readme.indexOf(end);
  if (from < 0 || to < from) {
    throw new Error(`README.md has no place for the benchmarks. Put ${begin} and ${end} into it.`);
  }
  return { before: readme.slice(0, from), after: readme.slice(to) };
}

function goalsTable(sections: readonly Section[]): string {
  const head = ["benchmark, and its goal that came closest", "found", "at most", "", "goals met"];
  return markdownTable(head, sections.flatMap(rowOf));
}

/** Nothing for a benchmark without goals. */
function rowOf({ benchmark, results: { goals } }: Section): readonly (readonly string[])[] {
  const [closest] = goals.toSorted((one, other) => usedOf(other) - usedOf(one));
  if (closest === undefined) return [];
  const { found, atMost } = goalTexts(closest);
  const what = `**${benchmark.title}**<br>${closest.what}`;
  const met = goals.filter(isMet).length;
  return [[what, found, atMost, verdictOf(closest), `${met} of ${goals.length}`]];
}

/** How much of its limit was used: more than 1 of a goal that is missed. */
function usedOf(goal: Goal): number {
  const used = goal.found / goal.atMost;
  if (Number.isFinite(used)) return used;
  return isMet(goal) ? 0 : Number.POSITIVE_INFINITY;
}

/** The first two rows of the benchmark "money": what schedules cost, with the stack and with an API destination. */
function costs(sections: readonly Section[]): readonly string[] {
  const table = sections.find(({ benchmark }) => benchmark.name === "money")?.results.tables[0];
  if (table === undefined) return [];
  const ofSchedules: Table = { ...table, rows: table.rows.slice(0, 2) };
  return [aboutCosts, tableText(ofSchedules)];
}
