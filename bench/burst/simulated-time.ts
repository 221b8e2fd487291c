import { setImmediate as turn } from "node:timers/promises";
import { createClock } from "../../test/faults/clock.ts";
import { createAgenda } from "../../test/faults/consume.ts";

/** Time that passes only while everybody waits for it, so that hours take as long as the work in them. */
export interface SimulatedTime {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Resolves when so many milliseconds have passed. */
  readonly pass: (milliseconds: number) => Promise<void>;
  /** Does something that takes real time, and none of this. */
  readonly standStill: <Result>(act: () => Promise<Result>) => Promise<Result>;
  /**
   * Moves to the next moment that somebody waits for, or to a given time (milliseconds since the epoch) if that is
   * earlier, and has everybody do what there is to do then. Without either, it stays.
   */
  readonly moveOn: (atMost: number) => Promise<void>;
}

export function createSimulatedTime(start: number): SimulatedTime {
  const clock = createClock(start);
  const waiting = createAgenda([]);
  const underWay = new Set<Promise<unknown>>();

  /** Resolves when all that can go on without time has gone on. */
  async function settle(): Promise<void> {
    for (;;) {
      await turn();
      if (underWay.size === 0) return;
      await Promise.allSettled(underWay);
    }
  }

  return {
    now: clock.now,
    pass: (milliseconds) =>
      new Promise((resolve) => {
        waiting.add({ time: clock.now() + milliseconds, happen: resolve });
      }),
    async standStill(act) {
      const acting = act();
      underWay.add(acting);
      try {
        return await acting;
      } finally {
        underWay.delete(acting);
      }
    },
    async moveOn(atMost) {
      await settle();
      const next = Math.min(atMost, waiting.next());
      if (next === Number.POSITIVE_INFINITY) return;
      clock.moveTo(next);
      await waiting.due(clock.now())?.happen();
      await settle();
    },
  };
}
