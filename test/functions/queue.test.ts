import type { SQSBatchResponse } from "aws-lambda";
import { describe, expect, test } from "vitest";
import { codes } from "../../dispatch/outcome.ts";
import { createQueueHandler } from "../../functions/queue.ts";
import { handle, type MessageCase, messageCases, recordOf, textOf } from "./contract/messages.ts";
import { startWorld, type World } from "./contract/world.ts";

describe("a message alone", () => {
  test.each(messageCases)("$name → $becomes", async (one) => {
    const { world, response } = await handle([recordOf(textOf(one), "message-1")], one);
    expect(failedIds(response)).toEqual(one.becomes === "failed" ? ["message-1"] : []);
    expectRuns(one, world);
    expectLetters(one, world);
    expect(world.records).toHaveLength(1);
    expect(world.records).toMatchObject([
      { level: one.becomes === "dispatched" ? "info" : expect.stringMatching("warn|error") },
    ]);
    expect(world.records[0]?.delivery).toBe(one.delivery);
    expect(world.records[0]?.code).toBe(one.code);
  });
});

describe("a mixed batch", () => {
  const well = messageCases.filter(({ github, secrets, bug }) => !github && !secrets && !bug);

  test("every message gets what it gets alone", async () => {
    const records = well.map((one, index) => recordOf(textOf(one), `message-${index}`));
    const { world, response } = await handle(records, {});
    expect(failedIds(response)).toEqual([]);
    const dispatched = well.filter(({ becomes }) => becomes === "dispatched");
    expect(world.github.runs()).toHaveLength(dispatched.length);
    expect(world.letters).toHaveLength(well.length - dispatched.length);
  });

  test("what is tried again is reported, what can't succeed is not, whatever the order", async () => {
    const dead = textOf(caseNamed("an unknown trigger"));
    const good = textOf(caseNamed("a schedule"));
    const records = [good, dead, good, "not JSON", good].map((body, index) =>
      recordOf(body, `message-${index}`),
    );
    const { world, response } = await handle(records, { github: "failing" });
    expect(failedIds(response)).toEqual(["message-0", "message-2", "message-4"]);
    expect(world.letters).toHaveLength(2);
  });

  test("a bug fails its own message alone", async () => {
    const world = await startWorld({});
    const dispatch: World["app"]["dispatch"] = async (delivery) => {
      if (delivery.trigger === "nightly") throw new Error("a bug");
      return world.app.dispatch(delivery);
    };
    const bodies = ["an event", "a schedule", "an event"].map((name) => textOf(caseNamed(name)));
    const records = bodies.map((body, index) => recordOf(body, `message-${index}`));
    const response = await createQueueHandler({ ...world.app, dispatch })({ Records: records });
    await world.close();
    expect(failedIds(response)).toEqual(["message-1"]);
    expect(world.github.runs()).toHaveLength(2);
    expect(world.records.filter(({ level }) => level === "error")).toHaveLength(1);
  });

  test("an empty batch", async () => {
    expect((await handle([], {})).response).toEqual({ batchItemFailures: [] });
  });
});

describe("dead letters", () => {
  test("a message stays in the queue when its dead letter can't be sent", async () => {
    const bodies = ["not JSON", textOf(caseNamed("an event"))];
    const records = bodies.map((body, index) => recordOf(body, `message-${index}`));
    const { world, response } = await handle(records, { bug: "dead-letters" });
    expect(failedIds(response)).toEqual(["message-0"]);
    expect(world.github.runs()).toHaveLength(1);
    expect(world.records.map(({ code }) => code)).toContain("internal-error");
  });
});

describe("a message that is delivered again", () => {
  const again = messageCases.filter(({ bug }) => bug === undefined);

  test.each(again)("$name: the delivery's id stays the same", async (one) => {
    const records = [1, 2].map((received) => recordOf(textOf(one), "message-1", received));
    const { world } = await handle(records, one);
    expect(world.records.map(({ delivery }) => delivery)).toEqual([one.delivery, one.delivery]);
  });
});

function expectRuns(one: MessageCase, { github }: World): void {
  const inputs = github.runs().map((run) => Object.entries(run.inputs));
  const given = inputs.map((entries) => Object.fromEntries(entries.filter(([, text]) => text)));
  expect(given).toEqual(one.becomes === "dispatched" ? [one.inputs] : []);
}

function expectLetters(one: MessageCase, { letters }: World): void {
  const { code, detail, trigger, delivery } = one;
  const remedy = codes[code as keyof typeof codes]?.remedy;
  const letter = { body: textOf(one), trigger, delivery, code, detail, remedy };
  expect(letters).toEqual(one.becomes === "dead" ? [letter] : []);
}

function failedIds({ batchItemFailures }: SQSBatchResponse): string[] {
  return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
}

function caseNamed(name: string): MessageCase {
  const found = messageCases.find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no case '${name}'`);
  return found;
}
