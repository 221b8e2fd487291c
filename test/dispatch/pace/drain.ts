import { admit, type Gate, openGate } from "../../../dispatch/pace/gate.ts";
import type { Pace } from "../../../dispatch/pace/windows.ts";

/** How a backlog went through a gate. */
export interface Drain {
  /** When each went, in milliseconds since the first. */
  readonly went: readonly number[];
  /** How often they came to the gate. */
  readonly visits: number;
}

/** Has deliveries come to a gate together, and again whenever it tells them to. */
export function drain(deliveries: number, pace: Pace): Drain {
  const start = Date.parse("2027-01-01T00:00:00Z");
  const coming = new Map<number, number>([[start, deliveries]]);
  const went: number[] = [];
  let gate: Gate = openGate;
  let visits = 0;
  while (coming.size > 0) {
    const now = Math.min(...coming.keys());
    const wanting = coming.get(now) ?? 0;
    coming.delete(now);
    visits += wanting;
    const admission = admit(gate, wanting, pace, { now: () => now, random: () => 0 });
    gate = admission.gate;
    for (const wait of admission.answers) {
      if (wait === undefined) went.push(now - start);
      else {
        const again = now + wait.seconds * 1000;
        coming.set(again, (coming.get(again) ?? 0) + 1);
      }
    }
  }
  return { went, visits };
}

/** The most in any span of so many milliseconds. */
export function mostWithin(times: readonly number[], length: number): number {
  let first = 0;
  let most = 0;
  for (const [index, time] of times.entries()) {
    while ((times[first] ?? time) <= time - length) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
}
