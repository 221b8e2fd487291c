import { PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { expect, test } from "vitest";
import { notesOf, type World } from "./world.ts";

/** An event as these tests write it; the source follows the beginning of this run's names. */
type Event = readonly [source: string, detailType: string, detail: unknown];

/** The tests of the EventBridge rules. */
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
    const notes = () => notesOf(world, "large-order");
    await expect.poll(notes, { timeout: 60_000 }).toEqual([note]);
  });
}

/** Puts events on the bus. @returns their ids. */
export async function putEvents(
  { aws, run }: World,
  events: readonly Event[],
): Promise<readonly string[]> {
  const entries = events.map(([source, type, detail]) => ({
    Source: `${run}.${source}`,
    DetailType: type,
    Detail: JSON.stringify(detail),
  }));
  const { Entries = [] } = await aws.eventBridge.send(new PutEventsCommand({ Entries: entries }));
  return Entries.map(({ EventId = "" }) => EventId);
}

/** Puts one event without details on the bus. @returns its id. */
export async function putEvent(world: World, source: string, detailType: string): Promise<string> {
  const [id = ""] = await putEvents(world, [[source, detailType, {}]]);
  return id;
}
