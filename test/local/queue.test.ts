import type { SQSEvent, SQSRecord } from "aws-lambda";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createQueueHandler } from "../../functions/queue.ts";
import { createQueue, type LocalQueue } from "../../local/queue.ts";
import { messageCases, textOf } from "../functions/contract/messages.ts";
import { startWorld } from "../functions/contract/world.ts";

const visibilityTimeout = 1000;
const maxReceiveCount = 3;

/** Bodies of the batches that were handed out. */
let batches: string[][];
/** Whether a message fails. */
let fails: (record: SQSRecord) => boolean;
let queue: LocalQueue;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"] });
  batches = [];
  fails = () => false;
  queue = createQueue(handle, { now: Date.now, visibilityTimeout, maxReceiveCount });
});
afterEach(async () => {
  await queue.close();
  vi.useRealTimers();
});

async function handle({ Records: records }: SQSEvent) {
  batches.push(records.map(({ body }) => body));
  const failed = records.filter(fails);
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

/** Lets so many milliseconds pass, and what then happens. */
async function pass(milliseconds: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(milliseconds);
  await queue.idle();
}

describe("a message", () => {
  test("is handed out once when it succeeds", async () => {
    queue.send("hello");
    await queue.idle();
    await pass(10 * visibilityTimeout);
    expect(batches).toEqual([["hello"]]);
    expect(queue.deadLetters).toEqual([]);
  });

  test("that fails is hidden until its time is up, then comes again", async () => {
    fails = ({ attributes }) => attributes.ApproximateReceiveCount === "1";
    queue.send("hello");
    await queue.idle();
    await pass(visibilityTimeout - 1);
    expect(batches).toHaveLength(1);
    await pass(1);
    expect(batches).toEqual([["hello"], ["hello"]]);
    await pass(10 * visibilityTimeout);
    expect(batches).toHaveLength(2);
  });

  test("that fails too often is a dead letter, once", async () => {
    const counts: string[] = [];
    fails = ({ attributes }) => counts.push(attributes.ApproximateReceiveCount) > 0;
    queue.send("bad");
    await queue.idle();
    for (let time = 0; time < 10; time += 1) await pass(visibilityTimeout);
    expect(counts).toEqual(["1", "2", "3"]);
    expect(queue.deadLetters).toEqual(["bad"]);
  });

  test("keeps its id and the time it was sent", async () => {
    const seen: (readonly [string, string])[] = [];
    fails = ({ messageId, attributes }) => seen.push([messageId, attributes.SentTimestamp]) < 2;
    queue.send("hello");
    await queue.idle();
    await pass(visibilityTimeout);
    expect(seen).toHaveLength(2);
    expect(seen[0]).toEqual(seen[1]);
  });
});

describe("a batch", () => {
  test("has ten messages at most", async () => {
    for (let index = 0; index < 25; index += 1) queue.send(`message-${index}`);
    await queue.idle();
    expect(batches.map((batch) => batch.length).toSorted((a, b) => b - a)[0]).toBe(10);
    expect(batches.flat()).toEqual(Array.from({ length: 25 }, (_, index) => `message-${index}`));
  });

  test("comes again in part: only what was reported", async () => {
    fails = ({ body, attributes }) => body === "bad" && attributes.ApproximateReceiveCount === "1";
    for (const body of ["good", "bad", "better"]) queue.send(body);
    await queue.idle();
    await pass(visibilityTimeout);
    expect(batches.flat()).toEqual(["good", "bad", "better", "bad"]);
  });

  test("comes again whole when the handler throws", async () => {
    let throws = true;
    fails = () => {
      if (throws) throw new Error("a bug");
      return false;
    };
    for (const body of ["first", "second"]) queue.send(body);
    await queue.idle();
    throws = false;
    await pass(visibilityTimeout);
    expect(batches.flat()).toEqual(["first", "second", "first", "second"]);
    expect(queue.deadLetters).toEqual([]);
  });

  test("is one of ten dead letters when all of them fail too often", async () => {
    fails = () => true;
    for (let index = 0; index < 10; index += 1) queue.send(`message-${index}`);
    await queue.idle();
    await pass(maxReceiveCount * visibilityTimeout);
    expect(queue.deadLetters).toHaveLength(10);
  });
});

describe("what is sent", () => {
  test("while a batch is handled comes after it", async () => {
    fails = ({ body }) => {
      if (body === "first") queue.send("second");
      return false;
    };
    queue.send("first");
    await queue.idle();
    expect(batches).toEqual([["first"], ["second"]]);
  });

  test("while the queue becomes idle is not forgotten", async () => {
    for (let wait = 0; wait < 30; wait += 1) {
      batches = [];
      queue.send("first");
      for (let turn = 0; turn < wait; turn += 1) await Promise.resolve();
      queue.send("second");
      await queue.idle();
      expect(batches.flat(), `${wait} turns later`).toEqual(["first", "second"]);
    }
  });
});

describe("closing", () => {
  test("waits for what is being handled, and hands out nothing more", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const bodies: string[] = [];
    const slow = createQueue(
      async ({ Records: records }) => {
        bodies.push(...records.map(({ body }) => body));
        await promise;
        return { batchItemFailures: [] };
      },
      { now: Date.now, visibilityTimeout, maxReceiveCount },
    );
    for (let index = 0; index < 11; index += 1) slow.send(`message-${index}`);
    let isClosed = false;
    const closing = slow.close().then(() => {
      isClosed = true;
    });
    await vi.advanceTimersByTimeAsync(visibilityTimeout);
    expect(isClosed).toBe(false);
    const begun = bodies.length;
    resolve();
    await closing;
    expect(bodies).toHaveLength(begun);
    slow.send("too late");
    await slow.idle();
    expect(bodies).toHaveLength(begun);
  });

  test("leaves what has failed alone", async () => {
    fails = () => true;
    queue.send("bad");
    await queue.idle();
    await queue.close();
    await pass(10 * visibilityTimeout);
    expect(batches).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("with the handler that Lambda runs", () => {
  test("every message is dispatched or set aside at once", async () => {
    vi.useRealTimers();
    const well = messageCases.filter(({ github, secrets, bug }) => !github && !secrets && !bug);
    const world = await startWorld({});
    const handler = createQueueHandler(world.app);
    const whole = createQueue(handler, { now: Date.now, visibilityTimeout, maxReceiveCount });
    for (const one of well) whole.send(textOf(one));
    await whole.idle();
    await whole.close();
    await world.close();
    const dispatched = well.filter(({ becomes }) => becomes === "dispatched");
    expect(world.github.runs()).toHaveLength(dispatched.length);
    expect(world.letters).toHaveLength(well.length - dispatched.length);
    expect(whole.deadLetters).toEqual([]);
  });
});
