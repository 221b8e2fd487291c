import { GetQueueAttributesCommand, type QueueAttributeName } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { readLogs } from "./aws.ts";
import { testCommands } from "./commands.ts";
import { testDeadLetters } from "./dead-letters.ts";
import { type DuplicateAnswers, deliverDuplicates, testDuplicates } from "./duplicates.ts";
import { testEvents } from "./events.ts";
import { testLedger } from "./ledger.ts";
import { skip } from "./limits.ts";
import { putUnsettledEvents, testOutages, testUnsettled, type UnsettledEvents } from "./outages.ts";
import { testRoutes } from "./routes.ts";
import { testNextFiring, testSchedules } from "./schedules.ts";
import { createWorld, type World } from "./world.ts";

let world: Promise<World> | undefined;
let duplicates: Promise<DuplicateAnswers> | undefined;
let unsettled: Promise<UnsettledEvents> | undefined;

/** The one world of these tests. Where it can't be created, tests fail or are skipped, and all are counted. */
function openWorld(): Promise<World> {
  world ??= createWorld(inject("emulator"));
  return world;
}

function deliver(): Promise<DuplicateAnswers> {
  duplicates ??= openWorld().then(deliverDuplicates);
  return duplicates;
}

function putUnsettled(): Promise<UnsettledEvents> {
  unsettled ??= openWorld().then(putUnsettledEvents);
  return unsettled;
}

// What takes its minutes begins first, and is looked at last.
beforeAll(() => Promise.allSettled([deliver(), putUnsettled()]).then(Boolean));
afterAll(() => world?.then(({ close }) => close(), Boolean));

describe("HTTP API", () => testRoutes(openWorld));
describe("events", () => testEvents(openWorld));
describe("dead letters", () => testDeadLetters(openWorld));
describe("outages", () => testOutages(openWorld));
describe("ledger", () => testLedger(openWorld));
describe("schedules", () => testSchedules(openWorld));
describe("unsettled", () => testUnsettled(openWorld, putUnsettled));
describe("commands", () => testCommands(openWorld));
describe("duplicates", () => testDuplicates(openWorld, deliver));
describe("later", () => testNextFiring(openWorld));

test("no message is left, and no dead letter", async () => {
  const { aws, deployment } = await openWorld();
  const { QueueUrl, DeadLettersUrl } = deployment.outputs;
  const count = async (url: string) => {
    const names: QueueAttributeName[] = [
      "ApproximateNumberOfMessages",
      "ApproximateNumberOfMessagesNotVisible",
      "ApproximateNumberOfMessagesDelayed",
    ];
    const command = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: names });
    const { Attributes = {} } = await aws.sqs.send(command);
    return names.map((name) => Number(Attributes[name])).reduce((sum, number) => sum + number);
  };
  await expect.poll(() => count(QueueUrl), { timeout: 150_000, interval: 500 }).toBe(0);
  expect(await count(DeadLettersUrl)).toBe(0);
});

test("nothing was started twice, or too early", async () => {
  const { runsOf } = await openWorld();
  const notes = ["note.yml", "missing.yml"].flatMap(runsOf).map(({ inputs }) => inputs);
  const deliveries = notes.map(({ from, delivery }) => `${from} ${delivery}`);
  expect(deliveries.toSorted()).toEqual([...new Set(deliveries)].sort());
  expect(notes.filter(({ from }) => from === "far-off")).toEqual([]);
  expect(runsOf("deploy.yml")).toHaveLength(2);
});

test("no line of the log holds a secret", async () => {
  const { emulator, run, secrets } = await openWorld();
  const lines = await readLogs(emulator, run);
  expect(lines.join("\n")).toContain("dispatched");
  for (const [name, secret] of Object.entries(secrets)) {
    expect(lines.filter((line) => line.includes(secret)).length, name).toBe(0);
  }
});

test("cdk destroy leaves nothing behind", async (context) => {
  const { emulator, aws, deployment, ledger, call } = await openWorld();
  await deployment.destroy().catch((error: unknown) => {
    if (String(error).includes("CREATE_COMPLETE")) skip(context, emulator, "destroy");
    throw error;
  });
  for (const QueueUrl of [deployment.outputs.QueueUrl, deployment.outputs.DeadLettersUrl]) {
    const attributes = aws.sqs.send(new GetQueueAttributesCommand({ QueueUrl }));
    await expect(attributes).rejects.toMatchObject({ name: "QueueDoesNotExist" });
  }
  await expect(ledger.get("deploy", "key")).rejects.toMatchObject({
    name: "ResourceNotFoundException",
  });
  expect(await call("/deploy/staging", "{}")).toMatchObject({ status: 404 });
});
