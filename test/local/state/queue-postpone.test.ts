import { describe, expect, test } from "vitest";
import { received, start, visibilityTimeout } from "./queue-world.ts";

describe("a postponed message", () => {
  test.each([
    ["sooner", 10],
    ["later", 3600],
  ])("comes %s than the others, once", async (_, seconds) => {
    const world = start((records) => {
      for (const record of records.filter((one) => one.body === "own" && received(one) === 1)) {
        world.queue.postpone(record.receiptHandle, seconds);
      }
      return records.filter((record) => received(record) === 1).map(({ body }) => body);
    });
    await world.sendAll(["own", "other"]);
    const times = [seconds * 1000, visibilityTimeout].toSorted((a, b) => a - b);
    const [first = 0, second = 0] = times;
    const order = seconds * 1000 === first ? ["own", "other"] : ["other", "own"];
    await world.pass(first - 1);
    expect(world.bodies()).toEqual(["own", "other"]);
    await world.pass(1);
    expect(world.bodies()).toEqual(["own", "other", order[0]]);
    await world.pass(second - first - 1);
    expect(world.bodies()).toHaveLength(3);
    await world.pass(1);
    expect(world.bodies()).toEqual(["own", "other", ...order]);
  });

  test("counts from when it was postponed", async () => {
    const world = start(() => ["slow"]);
    await world.sendAll(["slow"]);
    world.clock.time += 60_000;
    world.queue.postpone(world.recordAt(0).receiptHandle, 30);
    await world.pass(29_999);
    expect(world.bodies()).toHaveLength(1);
    await world.pass(1);
    expect(world.bodies()).toHaveLength(2);
  });

  test("by no time comes at once", async () => {
    const world = start(([record]) => {
      if (record !== undefined && received(record) === 1) {
        world.queue.postpone(record.receiptHandle, 0);
        return ["again"];
      }
      return [];
    });
    await world.sendAll(["again"]);
    expect(world.bodies()).toEqual(["again", "again"]);
    await world.pass(visibilityTimeout);
    expect(world.bodies()).toHaveLength(2);
  });

  test("is done with when it succeeds all the same", async () => {
    const world = start(([record]) => {
      world.queue.postpone(record?.receiptHandle ?? "", 600);
      return [];
    });
    await world.sendAll(["done"]);
    await world.pass(10 * visibilityTimeout);
    expect(world.bodies()).toEqual(["done"]);
  });

  test("has the queue's visibility time-out the next time", async () => {
    const world = start(([record]) => {
      if (record && received(record) === 1) world.queue.postpone(record.receiptHandle, 10);
      return ["bad"];
    });
    await world.sendAll(["bad"]);
    await world.pass(10_000);
    await world.pass(visibilityTimeout - 1);
    expect(world.bodies()).toHaveLength(2);
    await world.pass(1);
    expect(world.bodies()).toHaveLength(3);
  });

  test("counts what was received, and is a dead letter after as many times", async () => {
    const world = start(([record]) => {
      world.queue.postpone(record?.receiptHandle ?? "", 5);
      return ["bad"];
    });
    await world.sendAll(["bad"]);
    for (let time = 0; time < 5; time += 1) await world.pass(5000);
    expect(world.batches.flat().map(received)).toEqual([1, 2, 3]);
    expect(world.deadLetters()).toHaveLength(1);
  });
});

describe("postponing is refused", () => {
  test("with a handle that was never given", () => {
    const { queue } = start();
    expect(() => queue.postpone("unknown", 1)).toThrow(named("ReceiptHandleIsInvalid"));
  });

  test("when the message is done with", async () => {
    const world = start();
    await world.sendAll(["done"]);
    const { receiptHandle } = world.recordAt(0);
    expect(() => world.queue.postpone(receiptHandle, 1)).toThrow(named("ReceiptHandleIsInvalid"));
  });

  test("when the message is visible again, and with the old handle when it was received again", async () => {
    const world = start(() => ["bad"]);
    await world.sendAll(["bad"]);
    const { receiptHandle } = world.recordAt(0);
    world.clock.time += visibilityTimeout;
    expect(() => world.queue.postpone(receiptHandle, 1)).toThrow(named("MessageNotInflight"));
    await world.pass(0);
    expect(() => world.queue.postpone(receiptHandle, 1)).toThrow(named("ReceiptHandleIsInvalid"));
    world.queue.postpone(world.recordAt(1).receiptHandle, 1);
    await world.pass(1000);
    expect(world.bodies()).toHaveLength(3);
  });

  test("beyond twelve hours since the message was received", async () => {
    const world = start(() => ["bad"]);
    await world.sendAll(["bad"]);
    const { receiptHandle } = world.recordAt(0);
    world.clock.time += 1000;
    const tooLong = () => world.queue.postpone(receiptHandle, 43_200);
    expect(tooLong).toThrow(named("InvalidParameterValue"));
    world.queue.postpone(receiptHandle, 43_199);
    await world.pass(43_199_000 - 1);
    expect(world.bodies()).toHaveLength(1);
    await world.pass(1);
    expect(world.bodies()).toHaveLength(2);
  });

  test.each([-1, 0.5, 43_201, Number.NaN])("for %d s", async (seconds) => {
    const world = start(() => ["bad"]);
    await world.sendAll(["bad"]);
    const { receiptHandle } = world.recordAt(0);
    expect(() => world.queue.postpone(receiptHandle, seconds)).toThrow(RangeError);
  });
});

function named(name: string) {
  return expect.objectContaining({ name });
}
