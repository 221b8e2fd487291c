import { expect, test } from "vitest";
import { createQueueHandler } from "../../functions/queue.ts";
import {
  caseNamed,
  failedIds,
  messageCases,
  recordOf,
  recordOfCase,
  textOf,
} from "./contract/messages.ts";
import { startWorld } from "./contract/world.ts";

const anEvent = textOf(caseNamed("an event"));
const done = { batchItemFailures: [] };

const again = messageCases.filter(({ bug }) => bug === undefined);

test.each(again)("$name: the delivery's id stays the same", async (one) => {
  const world = await startWorld(one);
  for (const received of [1, 2]) {
    const record = recordOf(textOf(one), "message-1", { ...one, received });
    await createQueueHandler(world.app)({ Records: [record] });
  }
  await world.close();
  expect(world.records.map(({ delivery }) => delivery)).toEqual([one.delivery, one.delivery]);
});

const dispatched = messageCases.filter(({ becomes }) => becomes === "dispatched");

test.each(dispatched)("$name: it is done with, and there is one run", async (one) => {
  const world = await startWorld(one);
  const handler = createQueueHandler(world.app);
  const record = recordOfCase(one, "message-1");
  expect(await handler({ Records: [record] })).toEqual(done);
  world.pass(days(13));
  expect(await handler({ Records: [{ ...record, messageId: "message-2" }] })).toEqual(done);
  await world.close();
  expect(world.github.runs()).toHaveLength(1);
  const [first, second] = world.records;
  expect(second).toEqual({ ...first, message: "duplicate" });
  expect(world.letters).toEqual([]);
});

test("one that waited for GitHub starts one run", async () => {
  const world = await startWorld({});
  const handler = createQueueHandler(world.app);
  await world.github.stop();
  for (const received of [1, 2, 3]) {
    const records = [recordOf(anEvent, "message-1", { received })];
    expect(failedIds(await handler({ Records: records }))).toEqual(["message-1"]);
  }
  expect(world.postponed.map(({ receiptHandle }) => receiptHandle)).toEqual(
    [1, 2, 3].map((received) => `handle-of-message-1-${received}`),
  );
  await world.github.restart();
  world.pass(days(1) / 2);
  expect(await handler({ Records: [recordOf(anEvent, "message-1", { received: 4 })] })).toEqual(
    done,
  );
  await world.close();
  expect(world.github.runs()).toHaveLength(1);
});

test("one of which it is not known whether there is a run is not sent again before that is known", async () => {
  const world = await startWorld({ github: "silent" });
  const handler = createQueueHandler(world.app);
  await handler({ Records: [recordOf(anEvent, "message-1")] });
  await handler({ Records: [recordOf(anEvent, "message-1", { received: 2 })] });
  await world.close();
  expect(world.records.map(({ code }) => code)).toEqual(["result-unknown", "result-unknown"]);
  expect(world.postponed.map(({ seconds }) => seconds)).toEqual([5, 60]);
});

function days(count: number): number {
  return count * 24 * 60 * 60 * 1000;
}
