import type { Goal } from "../benchmark.ts";
import { figureText, verdictOf } from "./figures.ts";
import { markdownTable, type Section } from "./markdown.ts";

const begin = "<!-- benchmarks -->";
const end = "<!-- /benchmarks -->";

/**
 * The README with what it tells of the benchmarks: the first goal of each that has any, and what schedules cost.
 *
 * @throws Error for a README without the place for it.
 */
export function readmeWith(readme: string, sections: readonly Section[]): string {
  const from = readme.indexOf(begin);
  const to = readme.indexOf(end);
  if (from < 0 || to < from) {
    throw new Error(`README.md has no place for the benchmarks. Put ${begin} and ${end} into it.`);
  }
  const parts = [goalsTable(sections), ...costs(sections)];
  return `${readme.slice(0, from)}${begin}\n${parts.join("\n\n")}\n${readme.slice(to)}`;
}

function goalsTable(sections: readonly Section[]): string {
  const rows = sections.flatMap(({ benchmark, results: { goals } }) =>
    goals.slice(0, 1).map((goal) => rowOf(benchmark.title, goal)),
  );
  return markdownTable(["measured", "found", "aim: at most", ""], rows);
}

function rowOf(title: string, goal: Goal): readonly string[] {
  const { what, unit, found, atMost } = goal;
  const about = `${title}: ${what}`;
  return [about, figureText(found, unit), figureText(atMost, unit), verdictOf(goal)];
}

/** The benchmark "money" has no goal, and the first row of its first table says what the stack costs. */
function costs(sections: readonly Section[]): readonly string[] {
  const table = sections.find(({ benchmark }) => benchmark.name === "money")?.results.tables[0];
  const row = table?.rows[0];
  if (table === undefined || row === undefined) return [];
  const figures = table.columns.map(
    ({ name, unit }, index) => `${figureText(row.figures[index], unit)} for ${name}`,
  );
  return [`What AWS bills a month for dispatches by ${row.what}: ${figures.join(", ")}.`];
}
