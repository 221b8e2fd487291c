import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createQueueHandler } from "../../../functions/queue.ts";
import { recordOf } from "../contract/messages.ts";
import {
  type LambdaWorld,
  readsOfToken,
  secretHolds,
  secretsError,
  secretsManager,
  startLambdaWorld,
} from "./world.ts";

const token = "stand-in-token-c0ffee41";
const rotated = "rotated-token-77ab";
const minutes = 60_000;

let world: LambdaWorld;
let delivered: number;
beforeEach(async () => {
  secretsManager.reset();
  delivered = 0;
  world = await startLambdaWorld();
});
afterEach(() => world.close());

/** Delivers so many new events, and tells how many of them are reported as failed. */
async function deliver(count = 1): Promise<number> {
  const records = Array.from({ length: count }, (_, index) => {
    delivered += 1;
    const event = { id: `event-${delivered}`, detail: { object: { key: "uploaded.pdf" } } };
    return recordOf(JSON.stringify({ trigger: "upload", event }), `message-${index}`);
  });
  const { batchItemFailures } = await createQueueHandler(world.app)({ Records: records });
  return batchItemFailures.length;
}

describe("the token", () => {
  test("is kept for five minutes", async () => {
    secretHolds(token);
    await deliver();
    world.pass(5 * minutes - 1);
    await deliver();
    expect(readsOfToken()).toBe(1);
    world.pass(1);
    await deliver();
    expect(readsOfToken()).toBe(2);
    expect(world.github.runs()).toHaveLength(3);
  });

  test("is read once for as many deliveries at once as GitHub takes in a minute", async () => {
    secretHolds(token);
    expect(await deliver(80)).toBe(0);
    expect(readsOfToken()).toBe(1);
    expect(world.github.runs()).toHaveLength(80);
  });

  test("is asked for again after a failure, which all that waited for it share", async () => {
    secretHolds(secretsError("ThrottlingException"), token);
    expect(await deliver(10)).toBe(10);
    expect(readsOfToken()).toBe(1);
    expect(await deliver(10)).toBe(10);
    expect(readsOfToken()).toBe(1);
    world.pass(minutes);
    // One tries, and the others wait for what becomes of it.
    expect(await deliver(10)).toBe(9);
    expect(readsOfToken()).toBe(2);
    expect(await deliver(10)).toBe(0);
    expect(readsOfToken()).toBe(2);
  });

  test("is what those wait for that come along with the one that tries it", async () => {
    secretHolds(secretsError("ThrottlingException"), token);
    expect(await deliver(10)).toBe(10);
    world.pass(minutes);
    expect(await deliver(10)).toBe(9);
    const waiting = world.records.flatMap(({ code = [] }) => code).slice(-9);
    expect(new Set(waiting)).toEqual(new Set(["secret-unavailable"]));
  });

  test("is not kept when it can't be used", async () => {
    secretHolds("two words", ` ${token}\n`);
    expect(await deliver()).toBe(1);
    world.pass(minutes);
    expect(await deliver()).toBe(0);
  });
});

describe("a token that was rotated", () => {
  beforeEach(async () => {
    secretHolds(token);
    await deliver();
    world.github.setTokens([rotated]);
  });

  test("goes unnoticed: no delivery fails", async () => {
    secretHolds(rotated);
    expect(await deliver()).toBe(0);
    expect(readsOfToken()).toBe(2);
    expect(await deliver()).toBe(0);
    expect(readsOfToken()).toBe(2);
    expect(world.records.every(({ level }) => level === "info")).toBe(true);
  });

  test("is read once more for many deliveries at once", async () => {
    secretHolds(rotated);
    expect(await deliver(79)).toBe(0);
    expect(readsOfToken()).toBe(2);
    expect(world.github.runs()).toHaveLength(80);
  });

  test("fails a delivery while the secret is still the old one, and none after", async () => {
    secretHolds(token, rotated);
    expect(await deliver()).toBe(1);
    expect(world.records.at(-1)).toMatchObject({ code: "token-invalid" });
    expect(readsOfToken()).toBe(2);
    world.pass(minutes);
    expect(await deliver()).toBe(0);
    expect(readsOfToken()).toBe(3);
  });

  test("fails a delivery when the secret can't be read now, and none after", async () => {
    secretHolds(secretsError("InternalServiceError"), rotated);
    expect(await deliver()).toBe(1);
    expect(world.records.at(-1)).toMatchObject({ code: "secret-unavailable" });
    world.pass(minutes);
    expect(await deliver()).toBe(0);
  });
});
