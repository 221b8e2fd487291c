import { SendMessageBatchCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { type Answer, readLogs } from "./aws.ts";
import { timed } from "./progress.ts";
import { notesOf, type World } from "./world.ts";

/** How often the same comes at the same moment. */
const times = 10;

const id = "7bf73129-1428-4cd3-a780-95db273d1602";

/** What the calls with one key that came at the same moment were answered. */
export type DuplicateAnswers = readonly Answer[];

/**
 * Delivers an event and makes a call many times at the same moment. Whoever meets the first one at work
 * waits for two minutes, in which other tests run.
 */
export async function deliverDuplicates(world: World): Promise<DuplicateAnswers> {
  const { aws, deployment, call } = world;
  const Entries = Array.from({ length: times }, (_, index) => ({
    Id: String(index),
    MessageBody: messageOf(world),
  }));
  const { QueueUrl } = deployment.outputs;
  const sent = aws.sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  const calls = Entries.map(() =>
    call("/twice", '{"what": "x"}', { "idempotency-key": "twice-1" }),
  );
  await sent;
  return Promise.all(calls);
}

function messageOf({ run }: World): string {
  const event = { id, source: `${run}.orders`, "detail-type": "Order Doubled", detail: {} };
  return JSON.stringify({ trigger: "twice", event });
}

/** The tests of what comes more than once. */
export function testDuplicates(
  openWorld: () => Promise<World>,
  deliver: () => Promise<DuplicateAnswers>,
): void {
  test("a call with a known Idempotency-Key gets the answer of the first", async () => {
    const world = await openWorld();
    const body = '{"version": "2"}';
    const headers = { "idempotency-key": "order-18" };
    const runs = world.runsOf("deploy.yml").length;
    const first = await world.call("/deploy/production", body, headers);
    expect(first).toMatchObject({ status: 201 });
    expect(first.headers["idempotency-replayed"]).toBeUndefined();
    const second = await world.call("/deploy/production", body, headers);
    const { location } = first.headers;
    expect(second).toMatchObject({ status: 201, body: first.body });
    expect(second.headers).toMatchObject({ location, "idempotency-replayed": "true" });
    const other = await world.call("/deploy/production", '{"version": "3"}', headers);
    expect(other).toMatchObject({ status: 422 });
    expect(JSON.parse(other.body)).toMatchObject({ code: "idempotency-key-reused" });
    expect(world.runsOf("deploy.yml")).toHaveLength(runs + 1);
  });

  test("calls with one Idempotency-Key at the same moment start one run", async () => {
    const world = await openWorld();
    const answers = await deliver();
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status !== 201 && status !== 409)).toEqual([]);
    const isFirst = ({ status, headers }: Answer) =>
      status === 201 && headers["idempotency-replayed"] === undefined;
    expect(answers.filter(isFirst)).toHaveLength(1);
    const locations = answers.flatMap(({ headers }) => headers.location ?? []);
    expect(new Set(locations).size).toBe(1);
    expect(notesOf(world, "called-twice")).toHaveLength(1);
    console.log(`Calls at the same moment were answered ${statuses.join(" ")}`);
  });

  test("an event that is in the queue many times starts one run", async () => {
    const world = await openWorld();
    const { aws, deployment, emulator, run } = world;
    await deliver();
    const notes = () => notesOf(world, "twice");
    const note = { from: "twice", delivery: id, what: "order" };
    await expect.poll(notes, { timeout: 60_000 }).toEqual([note]);
    const { QueueUrl } = deployment.outputs;
    const message = { QueueUrl, MessageBody: messageOf(world) };
    await aws.sqs.send(new SendMessageCommand(message));
    const duplicates = async () => {
      return duplicatesIn(await readLogs(emulator, run), "twice");
    };
    await timed("Each duplicate is known for one", () =>
      expect.poll(duplicates, { timeout: 160_000, interval: 1000 }).toBe(times),
    );
    expect(notes()).toEqual([note]);
  });
}

/** How often the log tells of a duplicate of a trigger, as JSON or as Node.js shows objects. */
export function duplicatesIn(lines: readonly string[], trigger: string): number {
  const told = /message"?: ?['"]duplicate['"],\s*"?trigger"?: ?['"]([\w-]+)['"]/g;
  const triggers = [...lines.join("\n").matchAll(told)].map(([, name]) => name);
  return triggers.filter((name) => name === trigger).length;
}
