import { admit, type Gate, openGate } from "../../../dispatch/pace/gate.ts";
import type { Pace } from "../../../dispatch/pace/windows.ts";

/** How deliveries went through a gate. */
export interface Drain {
  /** When each went, in milliseconds since the first came; and the number of those that grew too old. */
  readonly went: readonly number[];
  readonly tooOld: number;
  /** How often they came to the gate. */
  readonly visits: number;
}

interface Waiting {
  readonly came: number;
  readonly place?: number | undefined;
  readonly waitsUntil: number;
}

/** As functions/queue.ts has them, in seconds. */
const longestWait = 11 * 3600;
const day = 24 * 3600;

/**
 * Has deliveries come to a gate, and again whenever it tells them to, until they are too old.
 *
 * @param arrivals when they come, in milliseconds since the first.
 * @param maxAge in seconds.
 */
export function drain(arrivals: readonly number[], pace: Pace, maxAge = day): Drain {
  const start = Date.parse("2027-01-01T00:00:00Z");
  const coming = new Map<number, Waiting[]>();
  const add = (time: number, waiting: Waiting) => {
    coming.set(time, [...(coming.get(time) ?? []), waiting]);
  };
  for (const time of arrivals) {
    add(start + time, { came: start + time, waitsUntil: start + time + maxAge * 1000 });
  }
  const went: number[] = [];
  let gate: Gate = openGate;
  let [visits, tooOld] = [0, 0];
  while (coming.size > 0) {
    const now = Math.min(...coming.keys());
    const group = coming.get(now) ?? [];
    coming.delete(now);
    visits += group.length;
    const admission = admit(gate, group, pace, { now: () => now, random: () => 0.5 });
    gate = admission.gate;
    for (const [index, waiting] of group.entries()) {
      const { came } = waiting;
      const wait = admission.answers[index];
      if (wait === undefined) went.push(now - start);
      else if (now - came >= maxAge * 1000) tooOld += 1;
      else {
        const left = Math.ceil((came - now) / 1000) + maxAge;
        const seconds = Math.min(wait.seconds, longestWait, Math.max(1, left));
        add(now + seconds * 1000, { ...waiting, place: wait.place });
      }
    }
  }
  return { went, tooOld, visits };
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
