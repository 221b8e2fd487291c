import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import type { LedgerRecord } from "../../../../dispatch/ledger.ts";
import { createDynamoLedger } from "../../../../functions/lambda/ledger.ts";
import { createQueues } from "../../../../functions/lambda/queues.ts";
import { createReadSecret } from "../../../../functions/lambda/secrets.ts";
import { type Clients, ownClients, type Recorded, sdkClients, startRecorder } from "./recorder.ts";

const recorder = await startRecorder();
afterAll(() => recorder.close());
const own = ownClients(recorder.url);
const sdk = sdkClients(recorder.url);

/** What tells a service what is wanted. */
function wanted({ method, path, headers, body }: Recorded) {
  const { "content-type": type, "x-amz-target": target, host } = headers;
  return { method, path, type, target, host, body: JSON.parse(body) };
}

/** What is asked through the functions' own client, and through the AWS SDK. */
async function askedThroughBoth(ask: (clients: Clients) => Promise<unknown>) {
  await ask(own);
  const ours = recorder.take().map(wanted);
  await ask(sdk);
  return { ours, theirs: recorder.take().map(wanted) };
}

const record: LedgerRecord = {
  partition: "deploy",
  key: "event 1",
  at: 1,
  version: 1,
  expires: 2000,
  value: { state: "claimed" },
};
const ledgerOf = ({ dynamoDb }: Clients) => createDynamoLedger(dynamoDb, "table");
const queuesOf = ({ sqs }: Clients) =>
  createQueues(sqs, {
    deliveries: "https://sqs.eu-central-1.amazonaws.com/123456789012/deliveries",
    deadLetters: "https://sqs.eu-central-1.amazonaws.com/123456789012/dead-letters",
  });
const letter = {
  body: '{"trigger":"deploy"}',
  trigger: "deploy",
  delivery: "event-1",
  code: "trigger-not-found",
  detail: "there is no trigger 'deploy'",
  remedy: "Deploy it.",
  attempts: 3,
  first: "2026-11-24T12:00:00.000Z",
  last: "2026-11-24T12:10:00.000Z",
} as const;

test.each<readonly [string, (clients: Clients) => Promise<unknown>]>([
  ["a new record", (clients) => ledgerOf(clients).put(record)],
  ["the next version of a record", (clients) => ledgerOf(clients).put({ ...record, version: 2 })],
  ["a record that is read", (clients) => ledgerOf(clients).get("deploy", "event 1")],
  ["records of a span of time", (clients) => ledgerOf(clients).between("deploy", 1, 2, 10)],
  [
    "the next page of them",
    ({ dynamoDb }) =>
      dynamoDb.query({ TableName: "table", ExclusiveStartKey: { partition: { S: "deploy" } } }),
  ],
  ["a secret", ({ secretsManager }) => createReadSecret(secretsManager)("github/pat")],
  ["a message", (clients) => queuesOf(clients).enqueue('{"trigger":"deploy"}', 5)],
  ["a message that is postponed", (clients) => queuesOf(clients).postpone("handle", 60)],
  ["a dead letter", (clients) => queuesOf(clients).sendDeadLetter(letter)],
])("%s is asked for as the AWS SDK does", async (_, ask) => {
  const { ours, theirs } = await askedThroughBoth(ask);
  expect(ours).toHaveLength(1);
  expect(ours).toEqual(theirs);
});

/** Any text, with halves of surrogate pairs. */
const anyText = fc
  .array(fc.integer({ min: 0, max: 0xffff }))
  .map((units) => String.fromCharCode(...units));

test("any text is sent as the AWS SDK sends it", async () => {
  await fc.assert(
    fc.asyncProperty(anyText, fc.jsonValue(), async (text, value) => {
      const { ours, theirs } = await askedThroughBoth(async (clients) => {
        await ledgerOf(clients).put({
          ...record,
          key: text,
          value: value as LedgerRecord["value"],
        });
        await clients.secretsManager.getSecretValue({ SecretId: text });
        await clients.sqs.sendMessage({ QueueUrl: "https://queue.test", MessageBody: text });
      });
      expect(ours).toHaveLength(3);
      expect(ours).toEqual(theirs);
    }),
    { numRuns: 50 },
  );
});

test("what is read is what the AWS SDK reads", async () => {
  const item = { partition: { S: "dép\u0000loy\ud83d" }, at: { N: "9007199254740993" } };
  const answers = {
    getItem: { Item: item },
    query: { Items: [item], LastEvaluatedKey: item, Count: 1 },
    getSecretValue: { SecretBinary: Buffer.from("töken").toString("base64"), Name: "github/pat" },
  };
  const read = async (answer: object, ask: (clients: Clients) => Promise<unknown>) => {
    const server = await startRecorder((response) => response.end(JSON.stringify(answer)));
    const found = [await ask(ownClients(server.url)), await ask(sdkClients(server.url))];
    server.close();
    return found;
  };
  const [item1, item2] = await read(answers.getItem, async ({ dynamoDb }) => {
    return (await dynamoDb.getItem({ TableName: "table", Key: {} })).Item;
  });
  expect(item1).toEqual(item2);
  const [page1, page2] = await read(answers.query, async ({ dynamoDb }) => {
    const { Items, LastEvaluatedKey } = await dynamoDb.query({ TableName: "table" });
    return { Items, LastEvaluatedKey };
  });
  expect(page1).toEqual(page2);
  const secrets = await read(answers.getSecretValue, ({ secretsManager }) =>
    createReadSecret(secretsManager)("github/pat"),
  );
  expect(secrets).toEqual(["töken", "töken"]);
});
