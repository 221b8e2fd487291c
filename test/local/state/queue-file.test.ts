import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { openDatabase } from "../../../local/state/database.ts";
import { createDeadLetters } from "../../../local/state/dead-letters.ts";
import { createMessages } from "../../../local/state/messages.ts";
import { type Clock, numbered, startQueue, visibilityTimeout } from "./queue-world.ts";

let folder: string;
let file: string;
let clock: Clock;
let databases: DatabaseSync[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "queue-"));
  file = join(folder, "state.db");
  clock = { time: 1_795_521_600_000 };
  databases = [];
});
afterEach(() => {
  vi.useRealTimers();
  for (const database of databases) if (database.isOpen) database.close();
  rmSync(folder, { recursive: true });
});

function open(): DatabaseSync {
  const database = openDatabase(file);
  databases.push(database);
  return database;
}

describe("after a restart", () => {
  test("what was not handed out is handed out, what failed when its time is up", async () => {
    const before = open();
    const first = startQueue(before, clock, () => ["bad"]);
    first.queue.send({ body: "good" });
    first.queue.send({ body: "bad", attributes: { attempts: "1" } });
    await first.queue.idle();
    await first.queue.close();
    first.queue.send({ body: "late" });
    before.close();

    const second = startQueue(open(), clock);
    await second.queue.idle();
    expect(second.bodies()).toEqual(["late"]);
    await second.pass(visibilityTimeout);
    expect(second.bodies()).toEqual(["late", "bad"]);
    expect(second.batches.flat()[1]).toMatchObject({
      messageId: first.batches.flat()[1]?.messageId,
      attributes: { ApproximateReceiveCount: "2" },
      messageAttributes: { attempts: { dataType: "String", stringValue: "1" } },
    });
    await second.queue.close();
  });

  test("what is in the queue comes without a call", async () => {
    const before = open();
    createMessages(before, () => clock.time).send({ body: "hello" });
    before.close();
    const { queue, bodies } = startQueue(open(), clock);
    await Promise.resolve();
    expect(bodies()).toEqual(["hello"]);
    await queue.close();
  });

  test("dead letters are still there", async () => {
    const before = open();
    const { queue, pass } = startQueue(before, clock, () => ["bad"], { maxReceiveCount: 1 });
    queue.send({ body: "bad" });
    await queue.idle();
    await pass(visibilityTimeout);
    await queue.close();
    before.close();
    const letters = createDeadLetters(open(), () => clock.time).list();
    expect(letters).toMatchObject([{ body: "bad", attributes: {}, sent: clock.time }]);
  });
});

test("what a killed process was handling comes again when its time is up", async () => {
  const { child, output } = await startConsumer(`async ({ Records: records }) => {
    process.stdout.write(String(records.length));
    return new Promise(() => setInterval(() => {}, 1000));
  }`);
  createMessages(open(), Date.now).send({ body: "hello" });
  child.send("start");
  await once(output, "data");
  child.kill("SIGKILL");
  await once(child, "exit");

  clock.time = Date.now();
  const { queue, pass, bodies, batches } = startQueue(open(), clock);
  await queue.idle();
  expect(bodies()).toEqual([]);
  await pass(visibilityTimeout);
  expect(bodies()).toEqual(["hello"]);
  expect(batches.flat()[0]?.attributes.ApproximateReceiveCount).toBe("2");
  await queue.close();
});

describe("two queues on one file", () => {
  test("each message is handed out once", async () => {
    const gate = Promise.withResolvers<void>();
    const handle = async () => {
      await gate.promise;
      return [];
    };
    const first = startQueue(open(), clock, handle);
    const second = startQueue(open(), clock, handle);
    for (const body of numbered(120)) first.queue.send({ body });
    first.queue.wake();
    second.queue.wake();
    expect([first.batches.length, second.batches.length]).toEqual([5, 5]);
    gate.resolve();
    await Promise.all([first.queue.idle(), second.queue.idle()]);
    const bodies = [...first.bodies(), ...second.bodies()];
    expect(bodies).toHaveLength(120);
    expect(new Set(bodies)).toEqual(new Set(numbered(120)));
    await Promise.all([first.queue.close(), second.queue.close()]);
  });

  test("in two processes too", async () => {
    const messages = createMessages(open(), Date.now);
    for (const body of numbered(400)) messages.send({ body });
    const handler = `async ({ Records: records }) => {
      for (const { body } of records) process.stdout.write(body + "\\n");
      return { batchItemFailures: [] };
    }`;
    const consumers = await Promise.all([startConsumer(handler), startConsumer(handler)]);
    const outputs = consumers.map(({ output }) => text(output));
    for (const { child } of consumers) child.send("start");
    const bodies = (await Promise.all(outputs)).join("").trimEnd().split("\n");
    expect(bodies).toHaveLength(400);
    expect(new Set(bodies)).toEqual(new Set(numbered(400)));
  });

  test("what another process sends is seen within a second", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { queue, bodies } = startQueue(open(), clock);
    await queue.idle();
    createMessages(open(), () => clock.time).send({ body: "again" });
    expect(bodies()).toEqual([]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(bodies()).toEqual(["again"]);
    await queue.close();
  });
});

/** A process that is ready to hand out what is in the file; it begins when it is told, and ends when it is idle. */
async function startConsumer(handler: string) {
  const state = (name: string) => new URL(`../../../local/state/${name}`, import.meta.url).href;
  const script = `
    import { once } from "node:events";
    import { openDatabase } from "${state("database.ts")}";
    import { createQueue } from "${state("queue.ts")}";
    process.send("ready");
    await once(process, "message");
    process.disconnect();
    const options = { now: Date.now, visibilityTimeout: ${visibilityTimeout}, maxReceiveCount: 3 };
    const queue = createQueue(openDatabase(${JSON.stringify(file)}), ${handler}, options);
    await queue.idle();`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script], {
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  await once(child, "message");
  if (child.stdout === null) throw new Error("its output is not piped");
  return { child, output: child.stdout };
}
