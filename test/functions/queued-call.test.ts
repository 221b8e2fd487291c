import { afterEach, beforeEach, expect, test } from "vitest";
import { createHttpHandler } from "../../functions/http.ts";
import { createQueueHandler } from "../../functions/queue.ts";
import type { HttpCase } from "./contract/cases.ts";
import { eventOf } from "./contract/event.ts";
import { recordOf } from "./contract/messages.ts";
import { requestOf } from "./contract/request.ts";
import { startWorld, type World } from "./contract/world.ts";

const done = { batchItemFailures: [] };
const call = {
  name: "a call that waits in the queue",
  path: "/hello",
  headers: { "idempotency-key": "waiting" },
  json: { source: "the-queue" },
  status: 202,
};
let world: World;
beforeEach(async () => {
  world = await startWorld({});
});
afterEach(() => world.close());

function answer(one: HttpCase = call) {
  return createHttpHandler(world.app)(eventOf(one, requestOf(one, undefined), false));
}

function consume(...bodies: readonly string[]) {
  const records = bodies.map((body, index) => recordOf(body, `message-${index}`));
  return createQueueHandler(world.app)({ Records: records });
}

test("a call that waits becomes one run, which the same call then gets, however often it was made", async () => {
  await world.github.stop();
  expect(await answer()).toMatchObject({ statusCode: 202 });
  expect(await answer()).toMatchObject({ statusCode: 202 });
  const bodies = world.queued.map(({ body }) => body);
  expect(bodies).toHaveLength(2);
  expect(bodies[1]).toBe(bodies[0]);
  await world.github.restart();
  for (const body of bodies) expect(await consume(body)).toEqual(done);
  const [run, ...others] = world.github.runs();
  expect(others).toEqual([]);
  expect(run?.inputs).toEqual({ source: "the-queue" });
  expect(world.records.slice(-2).map(({ message }) => message)).toEqual([
    "dispatched",
    "duplicate",
  ]);
  const replayed = await answer();
  expect(replayed).toMatchObject({
    statusCode: 201,
    headers: { "idempotency-replayed": "true", location: run?.html_url },
  });
  expect(JSON.parse(replayed.body ?? "")).toEqual({
    trigger: "hello",
    delivery: "waiting",
    run: { id: run?.id, url: run?.html_url },
  });
});

test("a call that waits keeps its key for what it says", async () => {
  await world.github.stop();
  await answer();
  const other = await answer({ ...call, json: { source: "other" } });
  expect(other).toMatchObject({ statusCode: 422 });
  expect(other.body).toContain("idempotency-key-reused");
  expect(world.queued).toHaveLength(1);
});

test("a call that waits is made again by its caller when the queue has given it up", async () => {
  await world.github.stop();
  await answer();
  await world.github.restart();
  await world.github.disableWorkflow("acme/contract", "hello.yml");
  const [message] = world.queued;
  for (const _ of [1, 2]) expect(await consume(message?.body ?? "")).toEqual(done);
  expect(world.letters).toMatchObject([
    { delivery: "waiting", code: "workflow-disabled-manually", attempts: 2 },
  ]);
  await world.github.disableWorkflow("acme/contract", "hello.yml", "active");
  expect(await consume(message?.body ?? "")).toEqual(done);
  expect(world.github.runs()).toEqual([]);
  world.pass(1000);
  expect(await answer()).toMatchObject({ statusCode: 201 });
  expect(await consume(message?.body ?? "")).toEqual(done);
  expect(world.github.runs()).toHaveLength(1);
});

test("a call that waits is made again by its caller when it can be: its message is a duplicate then", async () => {
  await world.github.stop();
  await answer();
  await world.github.restart();
  expect(await answer({ ...call, status: 201 })).toMatchObject({ statusCode: 201 });
  const [message] = world.queued;
  expect(await consume(message?.body ?? "")).toEqual(done);
  expect(world.github.runs()).toHaveLength(1);
});

test("of two calls with the same key at once, the second is told to wait", async () => {
  const one = { ...call, path: "/unqueued" };
  const answers = await Promise.all([answer(one), answer(one)]);
  expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, 409]);
  const refused = answers.find(({ statusCode }) => statusCode === 409);
  expect(refused?.headers).toMatchObject({ "retry-after": "15" });
  expect(refused?.body).toContain("delivery-in-progress");
  expect(world.github.runs()).toHaveLength(1);
});
