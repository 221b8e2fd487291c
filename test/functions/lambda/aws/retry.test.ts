import type { ServerResponse } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import type { AwsSettings } from "../../../../functions/lambda/aws/aws.ts";
import { ownClients, type Recorder, startRecorder } from "./recorder.ts";

type Answer = (response: ServerResponse) => void;

const answers = {
  fine: (response) => response.end('{"Item":{"version":{"N":"1"}}}'),
  failing: (response) => response.writeHead(500).end("{}"),
  throttled: (response) => response.writeHead(400).end('{"__type":"ThrottlingException"}'),
  refused: (response) => response.writeHead(400).end('{"__type":"ValidationException"}'),
  "no JSON": (response) => response.end("<html>"),
  "half of JSON": (response) => response.end('{"Item":'),
  "a connection that ends": (response) => response.socket?.destroy(),
  "an answer that breaks off": (response) => {
    response.writeHead(200, { "content-length": "100" }).write("{");
    setImmediate(() => response.socket?.destroy());
  },
  "no answer": () => {},
} satisfies Record<string, Answer>;

let recorder: Recorder | undefined;
afterEach(() => recorder?.close());

/** Asks where each request is answered by the next of the answers, the last one again and again. */
async function ask(names: readonly (keyof typeof answers)[], settings: Partial<AwsSettings> = {}) {
  const waits: number[] = [];
  const server = await startRecorder((response, count) => {
    const name = names[Math.min(count, names.length) - 1] ?? "fine";
    answers[name](response);
  });
  recorder = server;
  const { dynamoDb } = ownClients(server.url, {
    sleep: async (milliseconds) => waits.push(milliseconds),
    timeout: () => AbortSignal.timeout(200),
    random: () => 1,
    ...settings,
  });
  const asked = dynamoDb.getItem({ TableName: "table", Key: {} });
  const outcome = await asked.then(
    ({ Item }) => Item?.version?.N,
    (error: Error) => error.name,
  );
  return { outcome, waits, attempts: server.requests.length };
}

const mayPass = [
  "failing",
  "throttled",
  "no JSON",
  "half of JSON",
  "a connection that ends",
  "an answer that breaks off",
  "no answer",
] as const;

describe.each(mayPass)("after %s", (answer) => {
  test("it is asked again", async () => {
    expect(await ask([answer, "fine"])).toMatchObject({ outcome: "1", attempts: 2 });
    recorder?.close();
    expect(await ask([answer, answer, "fine"])).toMatchObject({ outcome: "1", attempts: 3 });
  });

  test("it is asked three times at most, with waits that grow", async () => {
    const { outcome, waits, attempts } = await ask([answer]);
    expect(outcome).toEqual(expect.stringMatching(/Error$|Exception$/));
    expect(attempts).toBe(3);
    const [first = 0, second] = waits;
    expect(first).toBeGreaterThan(0);
    expect(waits).toEqual([first, second]);
    expect(second).toBe(2 * first);
  });
});

test("what the service refuses is not asked again", async () => {
  const found = await ask(["refused"]);
  expect(found).toEqual({ outcome: "ValidationException", waits: [], attempts: 1 });
});

test("what fails once and is refused then is not asked again", async () => {
  const { outcome, attempts } = await ask(["failing", "refused"]);
  expect({ outcome, attempts }).toEqual({ outcome: "ValidationException", attempts: 2 });
});

test("who is throttled waits longer", async () => {
  const { waits: throttled } = await ask(["throttled"]);
  recorder?.close();
  const { waits: failing } = await ask(["failing"]);
  expect(throttled[0]).toBeGreaterThan(failing[0] ?? 0);
});

test("the waits of many are spread: each is a part of the longest that chance decides", async () => {
  const { waits } = await ask(["failing"]);
  recorder?.close();
  const { waits: shorter } = await ask(["failing"], { random: () => 0.25 });
  expect(shorter).toEqual(waits.map((milliseconds) => milliseconds / 4));
});

test("a service that can't be reached is tried three times, and says why", async () => {
  const { url, close } = await startRecorder();
  close();
  const waits: number[] = [];
  const { dynamoDb } = ownClients(url, { sleep: async (time) => waits.push(time) });
  const asked = dynamoDb.getItem({ TableName: "table", Key: {} });
  await expect(asked).rejects.toMatchObject({ code: "ECONNREFUSED" });
  expect(waits).toHaveLength(2);
});

test("who got no answer in time is told so", async () => {
  const { outcome } = await ask(["no answer"]);
  expect(outcome).toBe("TimeoutError");
});
