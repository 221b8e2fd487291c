import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { readLogs } from "./aws.ts";
import { duplicatesIn } from "./duplicates.ts";
import { report } from "./limits.ts";
import { timed } from "./progress.ts";
import { notesOf, type World } from "./world.ts";

/** The context attributes of Scheduler that the stack uses. */
const attributes = {
  arn: "<aws.scheduler.schedule-arn>",
  time: "<aws.scheduler.scheduled-time>",
};

/** The id of every delivery of a schedule where the attributes are not filled in. */
const unfilled = `${attributes.arn} ${attributes.time}`;

/** The tests of the schedules of EventBridge Scheduler. */
export function testSchedules(openWorld: () => Promise<World>): void {
  test("a schedule starts a run", { timeout: 200_000 }, async () => {
    const world = await openWorld();
    const notes = () => notesOf(world, "every-minute");
    await timed("The schedule has fired", () =>
      expect.poll(notes, { timeout: 180_000, interval: 500 }).not.toEqual([]),
    );
    const [note] = notes();
    if (note?.delivery === unfilled) {
      report("context-attributes");
      expect(note.what).toBe(`rate(1 minute) UTC ${attributes.time}`);
    } else {
      const arn = `arn:aws:scheduler:us-east-1:000000000000:schedule/${world.run}/`;
      expect(note?.delivery?.startsWith(arn)).toBe(true);
      const time = note?.delivery?.split(" ")[1];
      expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      expect(note?.what).toBe(`rate(1 minute) UTC ${time}`);
    }
  });

  test("what Scheduler makes of a schedule's input starts a run", async () => {
    const world = await openWorld();
    const { aws, deployment, run } = world;
    const arn = `arn:aws:scheduler:us-east-1:000000000000:schedule/${run}/name`;
    const time = "2027-03-28T01:30:00Z";
    const input = deployment.scheduleInput("every-minute");
    const message = {
      QueueUrl: deployment.outputs.QueueUrl,
      MessageBody: input.replace(attributes.arn, arn).replace(attributes.time, time),
    };
    await aws.sqs.send(new SendMessageCommand(message));
    const note = {
      from: "every-minute",
      delivery: `${arn} ${time}`,
      what: `rate(1 minute) UTC ${time}`,
    };
    const notes = () => notesOf(world, "every-minute");
    await expect.poll(notes, { timeout: 60_000 }).toContainEqual(note);
  });
}

/** The test of the second firing; where it can't be told from the first, it starts nothing. */
export function testNextFiring(openWorld: () => Promise<World>): void {
  test("a schedule fires again a minute later", async () => {
    const world = await openWorld();
    const notes = () => notesOf(world, "every-minute");
    const wait = { timeout: 120_000, interval: 1000 };
    if (notes().some(({ delivery }) => delivery === unfilled)) {
      const duplicates = async () =>
        duplicatesIn(await readLogs(world.emulator, world.run), "every-minute");
      await expect.poll(duplicates, wait).toBeGreaterThan(0);
      expect(notes().filter(({ delivery }) => delivery === unfilled)).toHaveLength(1);
    } else {
      // Two of Scheduler's, and the one that a test has put on the queue.
      await expect.poll(() => notes().length, wait).toBeGreaterThan(2);
    }
  });
}
