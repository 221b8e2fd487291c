import { cpSync } from "node:fs";
import { join } from "node:path";
import { type Message, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { expect, test, vi } from "vitest";
import { codes, type OutcomeCode } from "../../dispatch/outcome.ts";
import { putEvent } from "./events.ts";
import { timed } from "./progress.ts";
import { entryOf, notesOf, type World } from "./world.ts";

/** Milliseconds within which an event must have had its effect. */
const timeout = 60_000;

/** The tests of what becomes of events that GitHub rejects, and of the way back for them. */
export function testDeadLetters(openWorld: () => Promise<World>): void {
  const ids = { missing: "", disabled: "" };

  test("what GitHub rejects becomes a dead letter with the reason and the remedy", async () => {
    const world = await openWorld();
    ids.missing = await putEvent(world, "orders", "Order Lost");
    const trigger = "without-workflow";
    const letter = await receiveDeadLetter(world, trigger);
    expectLetter(letter, { trigger, delivery: ids.missing, code: "workflow-not-found" });
    expect(JSON.parse(letter.Body ?? "")).toMatchObject({
      trigger,
      event: { id: ids.missing, "detail-type": "Order Lost", detail: {} },
    });
  });

  test("a second look tells why: somebody has disabled the workflow", async () => {
    const world = await openWorld();
    ids.disabled = await putEvent(world, "orders", "Order Paused");
    const trigger = "disabled";
    const letter = await receiveDeadLetter(world, trigger);
    expectLetter(letter, { trigger, delivery: ids.disabled, code: "workflow-disabled-manually" });
    const entry = await entryOf(world, trigger, { source: "event", id: ids.disabled });
    expect(entry).toMatchObject({ state: "rejected", attempts: 1 });
  });

  test("redrive moves the letters of a code back, and their runs start", async () => {
    const world = await openWorld();
    const { workflows } = world.standIns;
    cpSync(join(workflows, "note.yml"), join(workflows, "missing.yml"));
    const told = await redrive(world, ["--code", "workflow-not-found"]);
    expect(told).toContain(`moved  without-workflow  ${ids.missing}`);
    expect(told).toContain("1 of 2 dead letters moved.");
    const inputs = () => world.runsOf("missing.yml").map((run) => run.inputs);
    const note = { from: "without-workflow", delivery: ids.missing, what: "order" };
    await expect.poll(inputs, { timeout }).toEqual([note]);
  });

  test("redrive without a code moves what is left", async () => {
    const world = await openWorld();
    await world.standIns.github.disableWorkflow("acme/disabled", "note.yml", "active");
    expect(await redrive(world, ["--dry-run"])).toContain("1 of 1 dead letters would be moved.");
    expect(notesOf(world, "disabled")).toEqual([]);
    expect(await redrive(world, [])).toContain("1 of 1 dead letters moved.");
    const note = { from: "disabled", delivery: ids.disabled, what: "order" };
    await expect.poll(() => notesOf(world, "disabled"), { timeout }).toEqual([note]);
    expect(await redrive(world, [])).toContain("There are no dead letters.");
  });
}

function redrive({ deployment }: World, args: readonly string[]): Promise<string> {
  const line = ["redrive", "--deployed", ...args];
  return timed(`${line.join(" ")} is done`, () => deployment.command("redrive", line.slice(1)));
}

function receiveDeadLetter({ aws, deployment }: World, trigger: string): Promise<Message> {
  const input = {
    QueueUrl: deployment.outputs.DeadLettersUrl,
    MessageAttributeNames: ["All"],
    MaxNumberOfMessages: 10,
    // It is only looked at.
    VisibilityTimeout: 0,
  };
  return vi.waitFor(
    async () => {
      const { Messages = [] } = await aws.sqs.send(new ReceiveMessageCommand(input));
      const letter = Messages.find((message) => attributesOf(message).trigger === trigger);
      if (letter === undefined) throw new Error(`There is no dead letter of ${trigger}.`);
      return letter;
    },
    { timeout, interval: 500 },
  );
}

interface Expected {
  readonly trigger: string;
  readonly delivery: string;
  readonly code: OutcomeCode;
}

function expectLetter(letter: Message, expected: Expected): void {
  const { first, last, ...others } = attributesOf(letter);
  expect(others).toEqual({
    ...expected,
    detail: expect.stringMatching(/^GitHub answered 4\d\d: /),
    remedy: codes[expected.code].remedy,
    attempts: "1",
  });
  const times = [first, last].map((time) => Date.parse(time ?? ""));
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  for (const time of times) expect(Math.abs(Date.now() - time)).toBeLessThan(timeout);
}

function attributesOf({
  MessageAttributes = {},
}: Message): Readonly<Record<string, string | undefined>> {
  const entries = Object.entries(MessageAttributes);
  return Object.fromEntries(entries.map(([name, { StringValue }]) => [name, StringValue]));
}
