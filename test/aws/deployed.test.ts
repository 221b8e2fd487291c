import { GetQueueAttributesCommand, type QueueAttributeName } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { readLogs } from "./aws.ts";
import { testEvents } from "./events.ts";
import { skip } from "./limits.ts";
import { testRoutes } from "./routes.ts";
import { testSchedules } from "./schedules.ts";
import { createWorld, notesOf, type World } from "./world.ts";

let world: Promise<World> | undefined;

/** The one world of these tests. Where it can't be created, every test fails, and so all are counted. */
function openWorld(): Promise<World> {
  world ??= createWorld(inject("emulator"));
  return world;
}

beforeAll(() => openWorld().then(Boolean, Boolean));
afterAll(() => world?.then(({ close }) => close(), Boolean));

describe("HTTP API", () => testRoutes(openWorld));
describe("events", () => testEvents(openWorld));
describe("schedules", () => testSchedules(openWorld));

test("nothing was started twice, or too early", async () => {
  const { runsOf } = await openWorld();
  const triggers = ["with-token", "with-signature", "with-iam", "with-jwt", "large-order"];
  for (const trigger of triggers) {
    expect(notesOf({ runsOf }, trigger).length, trigger).toBeLessThanOrEqual(1);
  }
  expect(notesOf({ runsOf }, "far-off")).toEqual([]);
  expect(runsOf("deploy.yml")).toHaveLength(1);
});

test("no message is left but the dead letter", async () => {
  const { aws, deployment } = await openWorld();
  const { QueueUrl, DeadLettersUrl } = deployment.outputs;
  const count = async (url: string) => {
    const names: QueueAttributeName[] = [
      "ApproximateNumberOfMessages",
      "ApproximateNumberOfMessagesNotVisible",
    ];
    const command = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: names });
    const { Attributes = {} } = await aws.sqs.send(command);
    return names.map((name) => Number(Attributes[name])).reduce((sum, number) => sum + number);
  };
  await expect.poll(() => count(QueueUrl), { timeout: 60_000 }).toBe(0);
  expect(await count(DeadLettersUrl)).toBe(1);
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
  const { emulator, aws, deployment, call } = await openWorld();
  await deployment.destroy().catch((error: unknown) => {
    if (String(error).includes("CREATE_COMPLETE")) skip(context, emulator, "destroy");
    throw error;
  });
  for (const QueueUrl of [deployment.outputs.QueueUrl, deployment.outputs.DeadLettersUrl]) {
    const attributes = aws.sqs.send(new GetQueueAttributesCommand({ QueueUrl }));
    await expect(attributes).rejects.toMatchObject({ name: "QueueDoesNotExist" });
  }
  expect(await call("/deploy/staging", "{}")).toMatchObject({ status: 404 });
});
