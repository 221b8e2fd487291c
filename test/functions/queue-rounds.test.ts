import { afterEach, beforeEach, expect, test } from "vitest";
import { createQueueHandler } from "../../functions/queue.ts";
import { caseNamed, failedIds, recordOf, textOf } from "./contract/messages.ts";
import { now } from "./contract/request.ts";
import { startWorld, type World } from "./contract/world.ts";

const done = { batchItemFailures: [] };
const day = 24 * 60 * 60 * 1000;
const refused = textOf(caseNamed("a message that was moved back and is refused again"));
const round = String(now + 1);
let world: World;
beforeEach(async () => {
  world = await startWorld({});
  await consume();
});
afterEach(() => world.close());

function consume(reception: Parameters<typeof recordOf>[2] = {}) {
  const records = [recordOf(refused, "message-1", reception)];
  return createQueueHandler(world.app)({ Records: records });
}

test("is one dead letter, however often it comes", async () => {
  expect(await consume({ received: 2 })).toEqual(done);
  world.pass(day);
  expect(await consume({ received: 3 })).toEqual(done);
  expect(world.letters).toHaveLength(1);
  expect(world.records.slice(1)).toMatchObject(
    [1, 2].map(() => ({ message: "duplicate", first: "repository-not-found" })),
  );
});

test("is tried again in a later round, and is one more dead letter then", async () => {
  expect(await consume({ attributes: { round } })).toEqual(done);
  expect(world.letters).toHaveLength(2);
  expect(await consume({ attributes: { round } })).toEqual(done);
  expect(await consume()).toEqual(done);
  expect(world.letters).toHaveLength(2);
  expect(await consume({ attributes: { round: String(now + 2) } })).toEqual(done);
  expect(world.letters).toHaveLength(3);
});

test("is a new dead letter where the first one could not be sent", async () => {
  const broken = await startWorld({ bug: "dead-letters" });
  const records = [recordOf(refused, "message-1")];
  for (const _ of [1, 2]) {
    const response = await createQueueHandler(broken.app)({ Records: records });
    expect(failedIds(response)).toEqual(["message-1"]);
  }
  await broken.close();
  expect(broken.records.map(({ code }) => code)).toEqual([
    "repository-not-found",
    "internal-error",
    "repository-not-found",
    "internal-error",
  ]);
});

test("starts its run in a later round, when what was wrong is mended", async () => {
  const asleep = JSON.stringify({ trigger: "asleep", event: { id: "event-1" } });
  const handler = createQueueHandler(world.app);
  const handleRound = (attributes: Readonly<Record<string, string>>) =>
    handler({ Records: [recordOf(asleep, "message-2", { attributes })] });
  await handleRound({});
  expect(world.letters.at(-1)).toMatchObject({ code: "workflow-disabled-inactivity" });
  await world.github.disableWorkflow("acme/contract", "asleep.yml", "active");
  await handleRound({});
  expect(world.github.runs()).toHaveLength(0);
  await handleRound({ round });
  await handleRound({ round });
  await handleRound({});
  expect(world.github.runs()).toHaveLength(1);
  expect(world.records.slice(-3).map(({ message }) => message)).toEqual([
    "dispatched",
    "duplicate",
    "duplicate",
  ]);
});
