import { alignRows } from "../../local/terminal.ts";
import { BenchmarkNeeded, isMet, type Results, type Table } from "../benchmark.ts";
import { figureText, verdictText } from "./figures.ts";

/** What a benchmark has found, for a terminal: its tables and its goals. */
export function resultsText({ tables, goals }: Results): string {
  const parts = [
    ...tables.map(tableLines),
    goals.map((goal) => `${goal.what}: ${verdictText(goal)}`),
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

/** Which goals several benchmarks have missed, in a line. */
export function missedText(found: ReadonlyMap<string, Results>): string {
  const goals = [...found.values()].flatMap((results) => results.goals);
  const missed = [...found].flatMap(([name, results]) =>
    results.goals.filter((goal) => !isMet(goal)).map(({ what }) => `${name}: ${what}`),
  );
  if (goals.length === 0) return "There was no goal.";
  if (missed.length === 0) return "All goals are met.";
  return `Missed are ${missed.length} of ${goals.length} goals: ${missed.join("; ")}.`;
}

/** Why a benchmark has failed. That may be anything, so its place in the code is told, too, unless the message says all. */
export function failureText(error: Error): string {
  return error instanceof BenchmarkNeeded ? error.message : (error.stack ?? error.message);
}

function tableLines({ of, columns, rows }: Table): readonly string[] {
  const head = [of, ...columns.map(({ name }) => name)];
  const body = rows.map(({ what, figures }) => [
    what,
    ...columns.map(({ unit }, index) => figureText(figures[index], unit)),
  ]);
  return alignRows([head, ...body]);
}
