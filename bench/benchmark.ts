/** The median and the extremes of several measurements of the same. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** A measured figure with its spread, or one that is the same each time. */
export type Figure = Spread | number;

/** What a figure counts. `times` is a ratio; nothing is a plain number. */
export type Unit = "ms" | "s" | "h" | "KB" | "MB" | "USD" | "times" | "%" | "";

export interface Column {
  readonly name: string;
  readonly unit: Unit;
}

/** One thing that was measured, with a figure for each column; nothing where there is none. */
export interface Row {
  readonly what: string;
  readonly figures: readonly (Figure | undefined)[];
}

/** Its rows are of one run, so that they may be compared. */
export interface Table {
  /** What its rows are, for the head of the first column. */
  readonly of: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

/** What was promised, and what was found. */
export interface Goal {
  readonly what: string;
  readonly unit: Unit;
  readonly found: number;
  readonly atMost: number;
}

/** Bars of one unit, side by side. */
export interface Chart {
  readonly title: string;
  readonly unit: Unit;
  /** Where a goal is, for a line across the bars. */
  readonly atMost?: number;
  readonly bars: readonly Bar[];
}

export interface Bar {
  readonly label: string;
  readonly figure: Figure;
  /** Whether it is what the others are compared with. */
  readonly isPeer?: boolean;
}

/** What a benchmark has found. It is plain JSON. */
export interface Results {
  readonly tables: readonly Table[];
  readonly goals: readonly Goal[];
  readonly charts: readonly Chart[];
}

/** Measures something. */
export interface Benchmark {
  /** What it is called in a command. */
  readonly name: string;
  readonly title: string;
  /** What is measured and how, in Markdown: a paragraph or two, without any figure that was measured. */
  readonly about: string;
  /** @param previous what the benchmarks before it have found in the same run, by name. */
  readonly run: (previous: ReadonlyMap<string, Results>) => Promise<Results>;
}

/** That a benchmark takes something from another which has found nothing yet; the message says what to run. */
export class BenchmarkNeeded extends Error {
  override readonly name = "BenchmarkNeeded";
}

/** The spread of some measurements. */
export function spreadOf(measurements: readonly number[]): Spread {
  const sorted = measurements.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
  return { median: at(0.5), min: at(0), max: at(1) };
}

/** Whether what was found is what was promised. */
export function isMet({ found, atMost }: Goal): boolean {
  return found <= atMost;
}

/** The median of a figure. */
export function medianOf(figure: Figure): number {
  return typeof figure === "number" ? figure : figure.median;
}
