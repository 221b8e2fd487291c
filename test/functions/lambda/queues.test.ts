import {
  ChangeMessageVisibilityCommand,
  SendMessageCommand,
  SQS,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, test } from "vitest";
import { createQueues } from "../../../functions/lambda/queues.ts";

const sqs = mockClient(SQSClient);
const deliveries = "https://sqs.eu-west-1.amazonaws.com/123456789012/deliveries";
const deadLetters = "https://sqs.eu-west-1.amazonaws.com/123456789012/dead-letters";
const { enqueue, postpone, sendDeadLetter } = createQueues(new SQS({ region: "eu-west-1" }), {
  deliveries,
  deadLetters,
});

beforeEach(() => {
  sqs.reset();
  sqs.on(SendMessageCommand).resolves({});
  sqs.on(ChangeMessageVisibilityCommand).resolves({});
});

describe("a message that is put into the queue", () => {
  test.each([
    [0, 0],
    [1, 1],
    [899, 899],
    [900, 900],
    [901, 900],
    [3600, 900],
    [-5, 0],
  ])("that waits %i s is delayed by %i s", async (seconds, DelaySeconds) => {
    await enqueue('{"trigger":"hello"}', seconds);
    const [call, ...others] = sqs.commandCalls(SendMessageCommand);
    expect(others).toEqual([]);
    expect(call?.args[0].input).toEqual({
      QueueUrl: deliveries,
      MessageBody: '{"trigger":"hello"}',
      DelaySeconds,
    });
  });

  test("may hold what SQS takes in JSON's own writing alone", async () => {
    const content = { note: "\u0000\ufffe\uffff\ud800" };
    await enqueue(JSON.stringify(content), 0);
    const { MessageBody = "" } = sqs.commandCalls(SendMessageCommand)[0]?.args[0].input ?? {};
    // docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
    expect(MessageBody).toMatch(/^[\t\n\r -\ud7ff\ue000-\ufffd]+$/);
    expect(JSON.parse(MessageBody)).toEqual(content);
  });

  test("is not there when SQS does not take it", async () => {
    sqs.on(SendMessageCommand).rejects(new Error("throttled"));
    await expect(enqueue("{}", 5)).rejects.toThrow("throttled");
  });
});

describe("a message that is postponed", () => {
  test.each([1, 60, 39_600])("stays hidden for %i s", async (seconds) => {
    await postpone("receipt-handle", seconds);
    const [call, ...others] = sqs.commandCalls(ChangeMessageVisibilityCommand);
    expect(others).toEqual([]);
    expect(call?.args[0].input).toEqual({
      QueueUrl: deliveries,
      ReceiptHandle: "receipt-handle",
      VisibilityTimeout: seconds,
    });
  });

  test("is not when SQS does not know it any more", async () => {
    sqs.on(ChangeMessageVisibilityCommand).rejects(new Error("the receipt handle has expired"));
    await expect(postpone("receipt-handle", 5)).rejects.toThrow("has expired");
  });
});

describe("a dead letter", () => {
  const letter = {
    body: '{"trigger":"upload","event":{"id":"event-1"}}',
    trigger: "upload",
    delivery: "event-1",
    code: "trigger-not-found",
    detail: "there is no trigger 'upload'",
    remedy: "Deploy it.",
    attempts: 3,
    first: "2026-11-24T12:00:00.000Z",
    last: "2026-11-24T12:10:00.000Z",
  } as const;

  /** The texts of the attributes that were sent. */
  function sentAttributes(): Record<string, string | undefined> {
    const [call] = sqs.commandCalls(SendMessageCommand);
    const attributes = Object.entries(call?.args[0].input.MessageAttributes ?? {});
    return Object.fromEntries(attributes.map(([name, { StringValue }]) => [name, StringValue]));
  }

  test("is the message as it came, with the reason, the remedy and its history", async () => {
    await sendDeadLetter(letter);
    const calls = sqs.commandCalls(SendMessageCommand);
    expect(calls).toHaveLength(1);
    expect(calls[0]?.args[0].input).toMatchObject({
      QueueUrl: deadLetters,
      MessageBody: letter.body,
      MessageAttributes: {
        code: { DataType: "String", StringValue: "trigger-not-found" },
        attempts: { DataType: "String", StringValue: "3" },
      },
    });
    const { body: _, ...attributes } = letter;
    expect(sentAttributes()).toEqual({ ...attributes, attempts: "3" });
  });

  test("has no more attributes than the ten that SQS takes", async () => {
    await sendDeadLetter(letter);
    expect(Object.keys(sentAttributes()).length).toBeLessThanOrEqual(10);
  });

  test("leaves out what is not known: SQS takes no empty attribute", async () => {
    await sendDeadLetter({ ...letter, trigger: "" });
    expect(Object.keys(sentAttributes()).sort()).toEqual([
      "attempts",
      "code",
      "delivery",
      "detail",
      "first",
      "last",
      "remedy",
    ]);
  });

  test("has attributes that SQS takes, and not more than a little", async () => {
    const detail = `a\u0000b\u001bc\td\ne\ud83d${"x".repeat(2000)}`;
    await sendDeadLetter({ ...letter, detail });
    const sent = sentAttributes().detail ?? "";
    expect(sent).toHaveLength(1024);
    expect(sent.startsWith("a\ufffdb\ufffdc\td\ne\ufffdxxx")).toBe(true);
  });

  test("has no half of a character where it is cut", async () => {
    await sendDeadLetter({ ...letter, detail: `${"x".repeat(1023)}👋` });
    expect(sentAttributes().detail?.isWellFormed()).toBe(true);
  });

  test("that can't be sent is none yet", async () => {
    sqs.on(SendMessageCommand).rejectsOnce(new Error("throttled")).resolves({});
    await expect(sendDeadLetter(letter)).rejects.toThrow("throttled");
    await sendDeadLetter(letter);
    expect(sqs.commandCalls(SendMessageCommand)).toHaveLength(2);
  });
});
