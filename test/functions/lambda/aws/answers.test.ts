import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Clients, ownClients, sdkClients, startRecorder } from "./recorder.ts";

interface Case {
  readonly name: string;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** The name of the error; left out where the answer has none. */
  readonly error?: string;
  /** Further fields of the error. */
  readonly fields?: object;
  /** How often it is asked in all. */
  readonly attempts: number;
}

const cases: readonly Case[] = JSON.parse(
  readFileSync(new URL("./answers.json", import.meta.url), "utf8"),
);

const put = ({ dynamoDb }: Clients) => dynamoDb.putItem({ TableName: "table", Item: {} });

/** What becomes of a call that is answered so each time. */
async function answered({ status, headers = {}, body }: Case, clientsAt: (url: string) => Clients) {
  const { url, requests, close } = await startRecorder((response) =>
    response.writeHead(status, headers).end(JSON.stringify(body)),
  );
  try {
    const error: unknown = await put(clientsAt(url)).catch((thrown: unknown) => thrown);
    return { error, attempts: requests.length };
  } finally {
    close();
  }
}

describe("what a service refuses", () => {
  test.each(cases)("$name: is told under the service's name for it", async (one) => {
    const { error, attempts } = await answered(one, ownClients);
    expect(error).toBeInstanceOf(Error);
    const { message, Message } = one.body as { message?: string; Message?: string };
    const { status, fields, error: name = "UnknownError" } = one;
    expect(error).toMatchObject({ name, message: message ?? Message, status, ...fields });
    expect(attempts).toBe(one.attempts);
  });

  test.concurrent.each(cases)("$name: the AWS SDK takes it so, too", async (one) => {
    const { error, attempts } = await answered(one, sdkClients);
    if (one.error !== undefined) expect(error).toMatchObject({ name: one.error, ...one.fields });
    expect(attempts).toBe(one.attempts);
  });

  test.each([
    ["nothing", ""],
    ["a page", "<html>Service Unavailable</html>"],
    ["a text", '"no"'],
    ["nothing known", "null"],
    ["no texts", '{"__type":null,"message":null}'],
  ])("%s says no more than the status", async (_, body) => {
    const { url, close } = await startRecorder((response) => response.writeHead(400).end(body));
    const error = { name: "UnknownError", message: "status 400", status: 400 };
    await expect(put(ownClients(url))).rejects.toMatchObject(error);
    close();
  });

  test("can't give an error another name or status by its other fields", async () => {
    const body = { __type: "ValidationException", name: "Other", status: 200, stack: 1 };
    const { error } = await answered({ ...cases[0], status: 400, body } as Case, ownClients);
    expect(error).toMatchObject({ name: "ValidationException", status: 400 });
  });
});

describe("what a service does", () => {
  // ChangeMessageVisibility has no output: docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html
  test.each([
    ["the AWS SDK", sdkClients],
    ["the functions' own client", ownClients],
  ] as const)("may go without a word, for %s", async (_, clientsAt) => {
    const { url, requests, close } = await startRecorder((response) => response.end());
    const input = { QueueUrl: "https://queue.test", ReceiptHandle: "x", VisibilityTimeout: 1 };
    await clientsAt(url).sqs.changeMessageVisibility(input);
    expect(requests).toHaveLength(1);
    close();
  });
});
