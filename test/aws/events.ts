import { PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { type Message, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { expect, test, vi } from "vitest";
import { codes } from "../../dispatch/outcome.ts";
import { notesOf, type World } from "./world.ts";

/** An event as these tests write it; the source follows the beginning of this run's names. */
type Event = readonly [source: string, detailType: string, detail: unknown];

/** Milliseconds within which an event must have had its effect. */
const timeout = 60_000;

/** The tests of the EventBridge rules, and of what becomes of events that can't be dispatched. */
export function testEvents(openWorld: () => Promise<World>): void {
  test("of the events on the bus, the one that matches starts a run", async () => {
    const world = await openWorld();
    const customer = 'Zoë "Z" <z@example.com> \\ \n${{ trigger.name }}';
    const ids = await putEvents(world, [
      ["orders", "Order Placed", { amount: 50, customer }],
      ["orders", "Order Returned", { amount: 250, customer }],
      ["stock", "Order Placed", { amount: 250, customer }],
      ["orders", "Order Placed", { amount: 250, customer }],
    ]);
    const note = { from: "large-order", delivery: ids[3], what: `250 from ${customer}` };
    // The others were put before it: by now they would have started theirs.
    await expect.poll(() => notesOf(world, "large-order"), { timeout }).toEqual([note]);
  });

  test("what GitHub rejects becomes a dead letter with the reason and the remedy", async () => {
    const world = await openWorld();
    const [id] = await putEvents(world, [["orders", "Order Lost", { order: 17 }]]);
    const letter = await receiveDeadLetter(world);
    expect(attributesOf(letter)).toEqual({
      trigger: "without-workflow",
      delivery: id,
      code: "workflow-not-found",
      detail: "GitHub answered 404: Not Found",
      remedy: codes["workflow-not-found"].remedy,
    });
    expect(JSON.parse(letter.Body ?? "")).toMatchObject({
      trigger: "without-workflow",
      event: { id, "detail-type": "Order Lost", detail: { order: 17 } },
    });
  });
}

/** @returns the events' ids. */
async function putEvents({ aws, run }: World, events: readonly Event[]) {
  const entries = events.map(([source, type, detail]) => ({
    Source: `${run}.${source}`,
    DetailType: type,
    Detail: JSON.stringify(detail),
  }));
  const { Entries = [] } = await aws.eventBridge.send(new PutEventsCommand({ Entries: entries }));
  return Entries.map(({ EventId }) => EventId);
}

function receiveDeadLetter({ aws, deployment }: World): Promise<Message> {
  const input = { QueueUrl: deployment.outputs.DeadLettersUrl, MessageAttributeNames: ["All"] };
  return vi.waitFor(
    async () => {
      const { Messages = [] } = await aws.sqs.send(new ReceiveMessageCommand(input));
      const [letter] = Messages;
      if (letter === undefined) throw new Error("There is no dead letter.");
      return letter;
    },
    { timeout, interval: 500 },
  );
}

function attributesOf({ MessageAttributes = {} }: Message) {
  const entries = Object.entries(MessageAttributes);
  return Object.fromEntries(entries.map(([name, { StringValue }]) => [name, StringValue]));
}
