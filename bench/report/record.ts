import { createHash } from "node:crypto";
import type { Figure, Results } from "../benchmark.ts";
import type { Machine } from "./machine.ts";

/** What one run of all benchmarks has found. */
export interface RecordedRun {
  /** ISO 8601. */
  readonly date: string;
  readonly machine: Machine;
  readonly benchmarks: readonly Recorded[];
}

/** What one benchmark has found. */
export interface Recorded {
  readonly name: string;
  readonly results: Results;
}

/**
 * A run as the text of a file, with a digest over it.
 *
 * @throws Error for a figure that is no finite number, which JSON would lose.
 */
export function writeRun(run: RecordedRun): string {
  for (const { name, results } of run.benchmarks) insistOnNumbers(name, results);
  return textOf(run);
}

/**
 * Reads what `writeRun` has written.
 *
 * @throws Error when the text was changed since, be it by an addition or by another layout alone.
 */
export function readRun(text: string): RecordedRun {
  const { digest, run }: { digest: string; run: RecordedRun } = JSON.parse(text);
  const found = digestOf(run);
  if (digest !== found) {
    throw new Error(
      `The recorded figures are not those that were measured: their digest is ${found}, and ${digest} was written with them. Undo the change, or measure anew with \`npm run bench\`.`,
    );
  }
  if (text !== textOf(run)) {
    throw new Error(
      "The recorded run is not as it was written: there is more beside the figures, or another layout. Undo the change, or measure anew with `npm run bench`.",
    );
  }
  return { ...run, benchmarks: run.benchmarks.map(withGaps) };
}

function textOf(run: RecordedRun): string {
  return `${JSON.stringify({ digest: digestOf(run), run }, null, 2)}\n`;
}

function digestOf(run: RecordedRun): string {
  return createHash("sha256").update(JSON.stringify(run)).digest("hex");
}

/** JSON has null for a figure that is not there. */
function withGaps({ name, results }: Recorded): Recorded {
  const tables = results.tables.map((table) => ({
    ...table,
    rows: table.rows.map(({ what, figures }) => ({
      what,
      figures: figures.map((figure) => figure ?? undefined),
    })),
  }));
  return { name, results: { ...results, tables } };
}

function insistOnNumbers(name: string, { tables, goals, charts }: Results): void {
  const figures: readonly (Figure | undefined)[] = [
    ...tables.flatMap(({ rows }) => rows.flatMap((row) => row.figures)),
    ...goals.flatMap(({ found, atMost }) => [found, atMost]),
    ...charts.flatMap(({ atMost, bars }) => [atMost, ...bars.map(({ figure }) => figure)]),
  ];
  for (const figure of figures) {
    const numbers = typeof figure === "object" ? Object.values(figure) : [figure ?? 0];
    if (numbers.every(Number.isFinite)) continue;
    throw new Error(`The benchmark ${name} has found ${numbers.join(", ")}, which is no figure.`);
  }
}
