/** Milliseconds of several runs of the same. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** One line of the table. */
export interface Row {
  /** What was measured, for people. */
  readonly what: string;
  readonly milliseconds: Spread;
  /** What it should be at most, if anything was promised. */
  readonly limit?: number;
}

/** Measures something; its rows are of one run, so that they may be compared. */
export interface Benchmark {
  readonly name: string;
  readonly run: () => Promise<readonly Row[]>;
}

/** The median and the extremes of some measurements. */
export function spreadOf(measurements: readonly number[]): Spread {
  const sorted = measurements.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
  return { median: at(0.5), min: at(0), max: at(1) };
}
