import { type Spread, spreadOf } from "../benchmark.ts";

/**
 * Measures several in turn, in rounds, so that what else the machine does meets all of them; who is first is another
 * one each time. A first round is not counted.
 *
 * @returns the measurements of each, in the order of the rounds.
 */
export async function inRounds<Subject, Measured>(
  subjects: readonly Subject[],
  rounds: number,
  measure: (subject: Subject) => Promise<Measured>,
): Promise<ReadonlyMap<Subject, readonly Measured[]>> {
  const measured = new Map(subjects.map((subject) => [subject, [] as Measured[]]));
  for (let round = 0; round <= rounds; round += 1) {
    const first = round % subjects.length;
    for (const subject of [...subjects.slice(first), ...subjects.slice(0, first)]) {
      const found = await measure(subject);
      if (round > 0) measured.get(subject)?.push(found);
    }
  }
  return measured;
}

/** The spread of the ratios of two measurements of the same round. */
export function ratiosOf(measured: readonly number[], base: readonly number[]): Spread {
  return spreadOf(measured.map((value, round) => value / (base[round] ?? Number.NaN)));
}
