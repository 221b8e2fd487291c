import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createQueueHandler } from "../../../functions/queue.ts";
import { createMessages } from "../../../local/state/messages.ts";
import { createQueue } from "../../../local/state/queue.ts";
import { messageCases, textOf } from "../../functions/contract/messages.ts";
import { startWorld } from "../../functions/contract/world.ts";
import {
  maxReceiveCount,
  numbered,
  type QueueWorld,
  start,
  visibilityTimeout,
} from "./queue-world.ts";

describe("what is sent", () => {
  test("while a batch is handled comes after it", async () => {
    const world = start(([record]) => {
      if (record?.body === "first") world.queue.send({ body: "second" });
      return [];
    });
    await world.sendAll(["first"]);
    expect(world.batches.map((batch) => batch.map(({ body }) => body))).toEqual([
      ["first"],
      ["second"],
    ]);
  });

  test("while the queue becomes idle is not forgotten", async () => {
    for (let wait = 0; wait < 30; wait += 1) {
      const world = start();
      world.queue.send({ body: "first" });
      for (let turn = 0; turn < wait; turn += 1) await Promise.resolve();
      world.queue.send({ body: "second" });
      await world.queue.idle();
      expect(world.bodies(), `${wait} turns later`).toEqual(["first", "second"]);
    }
  });
});

describe("without a call", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** Lets timers run for so many milliseconds of the queue's clock. */
  async function wait(world: QueueWorld, milliseconds: number): Promise<void> {
    world.clock.time += milliseconds;
    await vi.advanceTimersByTimeAsync(milliseconds);
  }

  test("what is sent is handed out", async () => {
    const world = start();
    world.queue.send({ body: "hello" });
    await Promise.resolve();
    expect(world.bodies()).toEqual(["hello"]);
  });

  test("a message comes when it is visible, to the millisecond", async () => {
    const world = start(() => ["bad"], { visibilityTimeout: 600 });
    await world.sendAll(["bad"]);
    await wait(world, 599);
    expect(world.bodies()).toHaveLength(1);
    await wait(world, 1);
    expect(world.bodies()).toHaveLength(2);
    world.queue.postpone(world.recordAt(1).receiptHandle, 0);
    await Promise.resolve();
    expect(world.bodies()).toHaveLength(3);
  });

  test("no timer is left when it is closed", async () => {
    const world = start(() => ["bad"]);
    await world.sendAll(["bad"]);
    expect(vi.getTimerCount()).toBe(1);
    await world.queue.close();
    await wait(world, 10 * visibilityTimeout);
    expect(world.bodies()).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("idle", () => {
  test("waits for what is being handled, not for what is hidden", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const world = start(async () => {
      await promise;
      return ["bad"];
    });
    let isIdle = false;
    world.queue.send({ body: "bad" });
    const idle = world.queue.idle().then(() => {
      isIdle = true;
    });
    await new Promise(setImmediate);
    expect(isIdle).toBe(false);
    resolve();
    await idle;
    expect(world.bodies()).toEqual(["bad"]);
  });
});

describe("closing", () => {
  test("waits for what is being handled, and hands out nothing more", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const world = start(
      async () => {
        await promise;
        return [];
      },
      { concurrency: 1 },
    );
    for (const body of numbered(11)) world.queue.send({ body });
    world.queue.wake();
    let isClosed = false;
    const closing = world.queue.close().then(() => {
      isClosed = true;
    });
    await new Promise(setImmediate);
    expect(isClosed).toBe(false);
    resolve();
    await closing;
    await world.sendAll(["too late"]);
    await world.pass(visibilityTimeout);
    expect(world.bodies()).toEqual(numbered(10));
  });
});

describe("with the handler that Lambda runs", () => {
  test("every message is dispatched or set aside at once", async () => {
    const well = messageCases.filter(({ github, secrets, bug }) => !github && !secrets && !bug);
    const world = await startWorld({});
    const handler = createQueueHandler(world.app);
    const database = new DatabaseSync(":memory:");
    const options = { now: Date.now, visibilityTimeout, maxReceiveCount };
    const queue = createQueue(database, handler, options);
    for (const one of well) queue.send({ body: textOf(one) });
    await queue.idle();
    await queue.close();
    await world.close();
    const dispatched = well.filter(({ becomes }) => becomes === "dispatched");
    expect(world.github.runs()).toHaveLength(dispatched.length);
    expect(world.letters).toHaveLength(well.length - dispatched.length);
    expect(createMessages(database, options.now).nextVisible()).toBeUndefined();
  });
});
