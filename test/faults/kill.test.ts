import { afterEach, describe, expect, test } from "vitest";
import type { FaultPlan } from "../../local/github/faults.ts";
import { call } from "./caller.ts";
import { type Cloud, runIds, startCloud } from "./cloud.ts";
import { createAgenda, runUntilEmpty } from "./consume.ts";
import type { Reaper } from "./container.ts";
import { eventMessage } from "./deliveries.ts";

let cloud: Cloud;
afterEach(() => cloud.close());

const id = "one";

/** A delivery on its way, to whatever end. */
type Journey = (reap: Reaper) => Promise<void>;

/** A message that comes again until it is done with. */
function message(trigger: string, faults?: FaultPlan): Journey {
  return async (reap) => {
    cloud = await startCloud(1, faults === undefined ? {} : { faults });
    cloud.messages.send(eventMessage({ trigger, id }));
    await runUntilEmpty(cloud, createAgenda([]), reap);
  };
}

/** A caller who repeats the call with the same key until it is answered. */
function caller(faults?: FaultPlan): Journey {
  return async (reap) => {
    cloud = await startCloud(1, faults === undefined ? {} : { faults });
    const repeat = async () => {
      const answer = await call(cloud, { path: "/plain", key: id, body: "{}" }, reap);
      const isOver = answer !== undefined && answer.status !== 409;
      if (!isOver) agenda.add({ time: cloud.clock.now() + 5000, happen: repeat });
    };
    const agenda = createAgenda([{ time: cloud.clock.now(), happen: repeat }]);
    await runUntilEmpty(cloud, agenda, reap);
  };
}

/** GitHub does not answer the first dispatch, which has started a run or not. */
function silentOnce(created: boolean): FaultPlan {
  let isSilent = true;
  return ({ isDispatch }) => {
    if (!isDispatch || !isSilent) return undefined;
    isSilent = false;
    return { kind: "silence", created };
  };
}

const dispatched: readonly (readonly [name: string, start: () => Journey])[] = [
  ["an event", () => message("plain")],
  ["an event whose run's name tells whose it is", () => message("named")],
  ["an event, GitHub starting a run and not answering", () => message("plain", silentOnce(true))],
  ["an event, GitHub starting none and not answering", () => message("plain", silentOnce(false))],
  ["a call", () => caller()],
  ["a call, GitHub starting a run and not answering", () => caller(silentOnce(true))],
];

/** The points at which a handler can be ended: before and after everything that it waits for. */
async function pointsOf(journey: Journey): Promise<readonly string[]> {
  const points: string[] = [];
  await journey((point) => {
    points.push(point);
    return false;
  });
  await cloud.close();
  return points;
}

describe.each(dispatched)("ending the handler of %s", async (_name, start) => {
  const points = await pointsOf(start());

  test("is possible at many points", () => expect(points.length).toBeGreaterThanOrEqual(10));

  test.each(points.map((point, index) => [index, point] as const))(
    "at point %i, %s, leaves one run",
    async (index) => {
      let count = 0;
      await start()(() => count++ === index);
      expect(runIds(cloud)).toEqual([id]);
      expect(cloud.deadLetters.list()).toEqual([]);
    },
  );
});

describe("ending the handler of an event twice", async () => {
  const points = await pointsOf(message("plain"));

  test.each(points.map((point, index) => [index, point] as const))(
    "at point %i, %s, and at each point of the next, leaves one run",
    async (index) => {
      for (const [other] of points.entries()) {
        let count = 0;
        await message("plain")(() =>
          count === index || count === index + 1 + other ? count++ >= 0 : count++ < 0,
        );
        expect(runIds(cloud)).toEqual([id]);
        expect(cloud.deadLetters.list()).toEqual([]);
        await cloud.close();
      }
    },
  );
});

describe("ending the handler of an event that can't succeed", async () => {
  const points = await pointsOf(message("push"));

  test.each(points.map((point, index) => [index, point] as const))(
    "at point %i, %s, leaves it among the dead letters",
    async (index) => {
      let count = 0;
      await message("push")(() => count++ === index);
      expect(runIds(cloud)).toEqual([]);
      const letters = cloud.deadLetters.list().map(({ attributes }) => attributes);
      expect(letters).not.toEqual([]);
      // SQS has no way to send once: who is ended right after sending sends it again.
      expect(letters.length).toBeLessThanOrEqual(2);
      for (const letter of letters) {
        expect(letter).toMatchObject({
          trigger: "push",
          delivery: id,
          code: "no-dispatch-trigger",
        });
      }
    },
  );
});
