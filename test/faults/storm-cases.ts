import { expect, test } from "vitest";
import { ride, verdict } from "./storm.ts";

/** Tests that a storm loses and doubles nothing, and gives up nothing for a reason that isn't true. */
export function testStorm({
  seeds,
  deliveries,
}: {
  readonly seeds: readonly number[];
  readonly deliveries: number;
}): void {
  test.each(seeds)(`with seed %i loses and doubles none of ${deliveries}`, async (seed) => {
    const storm = {
      seed,
      deliveries,
      faults: 0.3,
      duplicates: 0.1,
      kills: 0.002,
      ledgerFaults: 0.005,
    };
    const aftermath = await ride(storm);
    const { cloud, faulty, kills } = aftermath;
    const { held, letters, ...wrong } = verdict(aftermath);
    await cloud.close();
    console.log(
      `seed ${seed}: ${deliveries} deliveries, ${cloud.github.calls().length} requests, ${faulty} of them faulty, ` +
        `${kills} instances ended, ${cloud.github.runs().length} runs, ${letters} dead letters, ${held.length} of them held`,
    );
    const nothing = { lost: [], doubled: [], both: [], untrue: [], heldForNothing: [] };
    expect(wrong).toEqual(nothing);
    expect(kills).toBeGreaterThan(0);
    expect(faulty).toBeGreaterThan(deliveries / 4);
    // The tests can fail: held are a few, and all the others have a run or can't have one.
    expect(held.length).toBeLessThan(deliveries / 20);
  });
}
