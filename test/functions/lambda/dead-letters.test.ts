import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, expect, test } from "vitest";
import { createSendDeadLetter } from "../../../functions/lambda/dead-letters.ts";

const sqs = mockClient(SQSClient);
const url = "https://sqs.eu-west-1.amazonaws.com/123456789012/dead-letters";
const letter = {
  body: '{"trigger":"upload","event":{"id":"event-1"}}',
  trigger: "upload",
  delivery: "event-1",
  code: "trigger-not-found",
  detail: "there is no trigger 'upload'",
  remedy: "Deploy it.",
} as const;

beforeEach(() => {
  sqs.reset();
  sqs.on(SendMessageCommand).resolves({});
});

/** The texts of the attributes that were sent. */
function sentAttributes(): Record<string, string | undefined> {
  const [call] = sqs.commandCalls(SendMessageCommand);
  const attributes = Object.entries(call?.args[0].input.MessageAttributes ?? {});
  return Object.fromEntries(attributes.map(([name, { StringValue }]) => [name, StringValue]));
}

test("a dead letter is the message as it came, with the reason and the remedy", async () => {
  await createSendDeadLetter(url)(letter);
  const calls = sqs.commandCalls(SendMessageCommand);
  expect(calls).toHaveLength(1);
  expect(calls[0]?.args[0].input).toMatchObject({
    QueueUrl: url,
    MessageBody: letter.body,
    MessageAttributes: { code: { DataType: "String", StringValue: "trigger-not-found" } },
  });
  const { body: _, ...attributes } = letter;
  expect(sentAttributes()).toEqual(attributes);
});

test("what is not known is left out: SQS takes no empty attribute", async () => {
  await createSendDeadLetter(url)({ ...letter, trigger: "" });
  expect(Object.keys(sentAttributes()).sort()).toEqual(["code", "delivery", "detail", "remedy"]);
});

test("attributes hold what SQS takes, and not more than a little", async () => {
  const detail = `a\u0000b\u001bc\td\ne\ud83d${"x".repeat(2000)}`;
  await createSendDeadLetter(url)({ ...letter, detail });
  const sent = sentAttributes().detail ?? "";
  expect(sent).toHaveLength(1024);
  expect(sent.startsWith("a\ufffdb\ufffdc\td\ne\ufffdxxx")).toBe(true);
});

test("a cut through a character leaves no half of it", async () => {
  await createSendDeadLetter(url)({ ...letter, detail: `${"x".repeat(1023)}👋` });
  expect(sentAttributes().detail?.isWellFormed()).toBe(true);
});

test("one that can't be sent is no dead letter yet", async () => {
  sqs.on(SendMessageCommand).rejectsOnce(new Error("throttled")).resolves({});
  const send = createSendDeadLetter(url);
  await expect(send(letter)).rejects.toThrow("throttled");
  await send(letter);
  expect(sqs.commandCalls(SendMessageCommand)).toHaveLength(2);
});
