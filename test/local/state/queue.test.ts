import { describe, expect, test } from "vitest";
import { maxReceiveCount, numbered, received, start, visibilityTimeout } from "./queue-world.ts";

describe("a message", () => {
  test("is handed out once when it succeeds", async () => {
    const world = start();
    await world.sendAll(["hello"]);
    await world.pass(10 * visibilityTimeout);
    expect(world.bodies()).toEqual(["hello"]);
    expect(world.deadLetters()).toEqual([]);
  });

  test("that fails is hidden until its time is up, then comes again", async () => {
    const world = start(([record]) => (received(record) === 1 ? ["hello"] : []));
    await world.sendAll(["hello"]);
    await world.pass(visibilityTimeout - 1);
    expect(world.bodies()).toEqual(["hello"]);
    await world.pass(1);
    expect(world.bodies()).toEqual(["hello", "hello"]);
    await world.pass(10 * visibilityTimeout);
    expect(world.bodies()).toHaveLength(2);
  });

  test("that fails too often is a dead letter, once, without attributes", async () => {
    const dead: string[] = [];
    const world = start(() => ["bad"], { onDeadLetter: (body) => dead.push(body) });
    world.queue.send({ body: "bad", attributes: { trigger: "nightly" } });
    await world.queue.idle();
    for (let time = 0; time < 10; time += 1) await world.pass(visibilityTimeout);
    expect(world.batches.flat().map(received)).toEqual([1, 2, 3]);
    expect(world.deadLetters()).toEqual([{ body: "bad", attributes: {} }]);
    expect(dead).toEqual(["bad"]);
  });

  test("keeps its id and its times, but not its receipt handle", async () => {
    const world = start(([record]) => (received(record) < 3 ? ["hello"] : []));
    world.queue.send({ body: "hello" }, 5);
    await world.pass(7000);
    await world.pass(visibilityTimeout);
    await world.pass(visibilityTimeout);
    const records = world.batches.flat();
    expect(records.map(received)).toEqual([1, 2, 3]);
    expect(new Set(records.map(({ messageId }) => messageId)).size).toBe(1);
    expect(new Set(records.map(({ receiptHandle }) => receiptHandle)).size).toBe(3);
    for (const { attributes } of records) {
      expect(attributes.SentTimestamp).toBe("1795521600000");
      expect(attributes.ApproximateFirstReceiveTimestamp).toBe("1795521607000");
    }
  });

  test("brings its attributes each time", async () => {
    const attributes = { trigger: "nightly", detail: "“ünïcode” 🚀", attempts: "3" };
    const world = start(([record]) => (received(record) === 1 ? ["hello"] : []));
    world.queue.send({ body: "hello", attributes });
    await world.queue.idle();
    await world.pass(visibilityTimeout);
    const expected = {
      trigger: { dataType: "String", stringValue: "nightly" },
      detail: { dataType: "String", stringValue: "“ünïcode” 🚀" },
      attempts: { dataType: "String", stringValue: "3" },
    };
    expect(world.batches.flat().map((record) => record.messageAttributes)).toEqual([
      expected,
      expected,
    ]);
  });

  test.each([
    ["nothing", ""],
    ["umlauts and emoji", "grüß dich 👩‍👩‍👧‍👦 ␀ \u2028 עברית e\u0301"],
    ["quotes", `it's "quoted"; DROP TABLE messages; -- \\ ? :now`],
    ["lines", "a\r\nb\tc\n"],
    ["a number", "0123456789012345678901234567890"],
    ["1 MB", "x".repeat(2 ** 20)],
    ["1 MB of umlauts", "ü".repeat(2 ** 19)],
  ])("holds %s as it was sent, as a dead letter too", async (_, body) => {
    const world = start(() => [body], { maxReceiveCount: 1 });
    await world.sendAll([body]);
    await world.pass(visibilityTimeout);
    // toEqual would print a megabyte.
    expect(world.bodies().map((found) => found === body)).toEqual([true]);
    expect(world.deadLetters().map((letter) => letter.body === body)).toEqual([true]);
  });
});

describe("a delay", () => {
  test("hides a message from the first", async () => {
    const world = start();
    world.queue.send({ body: "later" }, 30);
    await world.sendAll(["now"]);
    await world.pass(29_999);
    expect(world.bodies()).toEqual(["now"]);
    await world.pass(1);
    expect(world.bodies()).toEqual(["now", "later"]);
  });

  test.each([-1, 0.5, 901, Number.NaN])("of %d s is refused", (delay) => {
    const { queue } = start();
    expect(() => queue.send({ body: "never" }, delay)).toThrow(RangeError);
  });
});

describe("a batch", () => {
  test("has ten messages at most, in their order", async () => {
    const world = start();
    await world.sendAll(numbered(25));
    expect(world.batches.map((batch) => batch.length)).toEqual([10, 10, 5]);
    expect(world.bodies()).toEqual(numbered(25));
  });

  test("is one of a hundred when a thousand messages are sent", async () => {
    const world = start();
    await world.sendAll(numbered(1000));
    expect(world.batches).toHaveLength(100);
    expect(world.bodies()).toEqual(numbered(1000));
  });

  test("begins with what has been visible for longest", async () => {
    const world = start(([record]) => (received(record) === 1 ? ["failed"] : []), {
      concurrency: 1,
    });
    await world.sendAll(["failed"]);
    world.clock.time += visibilityTimeout + 1;
    await world.sendAll(numbered(10));
    expect(world.bodies()).toEqual(["failed", "failed", ...numbered(10)]);
  });

  test("comes again in part: only what was reported", async () => {
    const world = start((records) => (records.length > 1 ? ["bad"] : []));
    await world.sendAll(["good", "bad", "better"]);
    await world.pass(visibilityTimeout);
    expect(world.bodies()).toEqual(["good", "bad", "better", "bad"]);
  });

  test("comes again whole when the handler throws", async () => {
    let throws = true;
    const world = start(() => {
      if (throws) throw new Error("a bug");
      return [];
    });
    await world.sendAll(["first", "second"]);
    throws = false;
    await world.pass(visibilityTimeout);
    expect(world.bodies()).toEqual(["first", "second", "first", "second"]);
    expect(world.deadLetters()).toEqual([]);
  });

  test("is one of ten dead letters when all of them fail too often", async () => {
    const world = start((records) => records.map(({ body }) => body));
    await world.sendAll(numbered(10));
    for (let time = 0; time < maxReceiveCount; time += 1) await world.pass(visibilityTimeout);
    expect(world.deadLetters().map(({ body }) => body)).toEqual(numbered(10));
  });

  test("holds up no other, up to five", async () => {
    const gates = numbered(7).map(() => Promise.withResolvers<void>());
    let index = 0;
    const world = start(async () => {
      await gates[index++]?.promise;
      return [];
    });
    for (const body of numbered(61)) world.queue.send({ body });
    world.queue.wake();
    expect(world.batches).toHaveLength(5);
    gates[4]?.resolve();
    await new Promise(setImmediate);
    expect(world.batches).toHaveLength(6);
    gates[5]?.resolve();
    await new Promise(setImmediate);
    expect(world.batches).toHaveLength(7);
    for (const { resolve } of gates) resolve();
    await world.queue.idle();
    expect(world.bodies()).toEqual(numbered(61));
  });
});

describe("a handler that takes longer than the visibility time-out", () => {
  test.each([
    ["does not delete what was received again", true, ["slow", "slow", "slow"]],
    ["deletes what was not received again", false, ["slow"]],
  ])("%s", async (_, isReceivedAgain, bodies) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const world = start(async ([record]) => {
      if (received(record) === 1) await promise;
      return received(record) === 2 ? ["slow"] : [];
    });
    world.queue.send({ body: "slow" });
    await Promise.resolve();
    world.clock.time += visibilityTimeout;
    if (isReceivedAgain) world.queue.wake();
    resolve();
    await new Promise(setImmediate);
    await world.pass(visibilityTimeout);
    expect(world.bodies()).toEqual(bodies);
  });
});
