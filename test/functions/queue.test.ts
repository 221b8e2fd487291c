import { describe, expect, test } from "vitest";
import { codes } from "../../dispatch/outcome.ts";
import { createQueueHandler } from "../../functions/queue.ts";
import {
  caseNamed,
  failedIds,
  handle,
  type MessageCase,
  messageCases,
  recordOf,
  recordOfCase,
  textOf,
} from "./contract/messages.ts";
import { now } from "./contract/request.ts";
import { startWorld, type World } from "./contract/world.ts";

const anEvent = textOf(caseNamed("an event"));

describe("a message alone", () => {
  test.each(messageCases)("$name → $becomes", async (one) => {
    const { world, response } = await handle([recordOfCase(one, "message-1")], one);
    expect(failedIds(response)).toEqual(one.becomes === "failed" ? ["message-1"] : []);
    expectRuns(one, world);
    expectLetters(one, world);
    expectPostponed(one, world);
    expect(world.queued).toEqual([]);
    const record = world.records.findLast(({ delivery }) => delivery !== undefined);
    expect(world.records).toHaveLength(one.records ?? 1);
    expect(record?.level).toMatch(one.becomes === "dispatched" ? "info" : /warn|error/);
    expect(record?.delivery).toBe(one.letter ?? one.delivery);
    expect(record?.code).toBe(one.code);
  });
});

describe("a mixed batch", () => {
  const well = messageCases.filter(({ github, secrets, bug }) => !github && !secrets && !bug);

  test("every message gets what it gets alone", async () => {
    const records = well.map((one, index) => recordOfCase(one, `message-${index}`));
    const { world, response } = await handle(records, {});
    expect(failedIds(response)).toEqual([]);
    const dispatched = well.filter(({ becomes }) => becomes === "dispatched");
    expect(world.github.runs()).toHaveLength(dispatched.length);
    expect(world.letters).toHaveLength(well.length - dispatched.length);
    expect(world.postponed).toEqual([]);
  });

  test("what is tried again is reported, what can't succeed is not, whatever the order", async () => {
    const good = ["a schedule", "an event", "a call"].map(caseNamed);
    const dead = caseNamed("an unknown trigger");
    const [first, second, third] = good.map(textOf);
    const records = [first, textOf(dead), second, "not JSON", third].map((body = "", index) =>
      recordOf(body, `message-${index}`),
    );
    const { world, response } = await handle(records, { github: "failing" });
    expect(failedIds(response)).toEqual(["message-0", "message-2", "message-4"]);
    expect(world.letters).toHaveLength(2);
    expect(world.postponed.map(({ receiptHandle }) => receiptHandle).sort()).toEqual(
      ["message-0", "message-2", "message-4"].map((id) => `handle-of-${id}-1`),
    );
  });

  test("the same delivery twice is one run: the other waits for it, and is done then", async () => {
    const world = await startWorld({});
    const records = ["message-0", "message-1"].map((id) => recordOf(anEvent, id));
    const response = await createQueueHandler(world.app)({ Records: records });
    expect(failedIds(response)).toHaveLength(1);
    expect(world.records.map(({ code, message }) => code ?? message).sort()).toEqual([
      "delivery-in-progress",
      "dispatched",
    ]);
    expect(world.postponed).toMatchObject([{ seconds: 15 }]);
    world.pass(120_000);
    expect(await createQueueHandler(world.app)({ Records: records })).toEqual({
      batchItemFailures: [],
    });
    await world.close();
    expect(world.github.runs()).toHaveLength(1);
  });

  test("a bug fails its own message alone", async () => {
    const world = await startWorld({});
    const dispatch: World["app"]["dispatch"] = async (delivery) => {
      if (delivery.trigger === "nightly") throw new Error("a bug");
      return world.app.dispatch(delivery);
    };
    const bodies = ["an event", "a schedule", "a call"].map((name) => textOf(caseNamed(name)));
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

test("a message that is too old stays while another handler is at work on its delivery", async () => {
  const world = await startWorld({});
  const brief = JSON.stringify({
    trigger: "brief",
    event: { id: "event-1", detail: { object: { key: "uploaded.pdf" } } },
  });
  const records = ["message-0", "message-1"].map((id) => recordOf(brief, id, { age: 7200 }));
  const response = await createQueueHandler(world.app)({ Records: records });
  await world.close();
  expect(failedIds(response)).toHaveLength(1);
  expect(world.letters).toEqual([]);
  expect(world.postponed).toMatchObject([{ seconds: 15 }]);
  expect(world.github.runs()).toHaveLength(1);
});

function expectRuns(one: MessageCase, { github }: World): void {
  const inputs = github.runs().map((run) => Object.entries(run.inputs));
  const given = inputs.map((entries) => Object.fromEntries(entries.filter(([, text]) => text)));
  expect(given).toEqual(one.becomes === "dispatched" ? [one.inputs] : []);
}

function expectLetters(one: MessageCase, { letters }: World): void {
  const { code, detail, trigger, delivery, attempts = 1, age = 0 } = one;
  const remedy = codes[code as keyof typeof codes]?.remedy;
  const { first = new Date(now - age * 1000).toISOString() } = one;
  const about = { trigger, delivery: one.letter ?? delivery, code, detail, remedy };
  const letter = {
    body: textOf(one),
    ...about,
    attempts,
    first,
    last: new Date(now).toISOString(),
  };
  expect(letters).toEqual(one.becomes === "dead" ? [letter] : []);
}

/** A message that hit a bug comes again after the queue's own time. */
function expectPostponed({ seconds, received = 1 }: MessageCase, { postponed }: World): void {
  const receiptHandle = `handle-of-message-1-${received}`;
  expect(postponed).toEqual(seconds === undefined ? [] : [{ receiptHandle, seconds }]);
}
