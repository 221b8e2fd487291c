import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { promisify } from "node:util";
import { DynamoDB } from "@aws-sdk/client-dynamodb";
import dynalite from "dynalite";
import { afterAll, describe, expect, test } from "vitest";
import type { LedgerRecord } from "../../dispatch/ledger.ts";
import { createDynamoDb, type DynamoDb } from "../../functions/lambda/aws/services.ts";
import { createDynamoLedger } from "../../functions/lambda/ledger.ts";
import { openDatabase } from "../../local/state/database.ts";
import { createSqliteLedger } from "../../local/state/ledger.ts";
import { startStubServer } from "../dispatch/stub-server.ts";
import { callAwsAt } from "../functions/lambda/own-client.ts";
import { createLedgerTable, describeLedger } from "./contract.ts";

const folder = mkdtempSync(join(tmpdir(), "ledger-"));
afterAll(() => rmSync(folder, { recursive: true }));

const record: LedgerRecord = {
  partition: "p",
  key: "k",
  at: 5,
  version: 2,
  expires: 60_000,
  value: { a: [1] },
};

describeLedger("SQLite in memory", async () => {
  const database = openDatabase(":memory:");
  return { ledger: createSqliteLedger(database, 0), close: () => database.close() };
});

describeLedger("SQLite in a file, over two connections in turn", async () => {
  const databases = [1, 2].map(() => openDatabase(join(folder, "new/folder/two.db")));
  const [one, other] = databases.map((database) => createSqliteLedger(database, 0));
  if (one === undefined || other === undefined) throw new Error("there are two");
  let calls = 0;
  const next = () => (calls++ % 2 === 0 ? one : other);
  return {
    ledger: {
      put: (given) => next().put(given),
      get: (partition, key) => next().get(partition, key),
      between: (...span) => next().between(...span),
    },
    close() {
      for (const database of databases) database.close();
    },
  };
});

const dynamoDbs = [
  ["the AWS SDK", connect],
  ["the functions' own client", (url: string) => createDynamoDb(callAwsAt(url))],
] as const;

for (const [name, open] of dynamoDbs) {
  describeLedger(`DynamoDB through ${name}`, () => openDynamo(open));
}

describe("SQLite", () => {
  test("a ledger stays in its file, but for what has expired", async () => {
    const path = join(folder, "kept.db");
    const reopen = (now: number) => {
      const database = openDatabase(path);
      return { database, ledger: createSqliteLedger(database, now) };
    };
    const first = { ...record, version: 1 };
    const writer = reopen(0);
    await writer.ledger.put(first);
    await writer.ledger.put({ ...first, key: "later", expires: 60_001 });
    writer.database.close();
    const reader = reopen(59_999);
    expect(await reader.ledger.between("p", 0, 9, 9)).toHaveLength(2);
    reader.database.close();
    const { database, ledger } = reopen(60_000);
    expect(await ledger.get("p", "k")).toBeUndefined();
    expect(await ledger.get("p", "later")).toBeDefined();
    database.close();
  });

  test("a database that is closed rejects", async () => {
    const database = openDatabase(":memory:");
    const ledger = createSqliteLedger(database, 0);
    database.close();
    await expect(ledger.put(record)).rejects.toThrow();
    await expect(ledger.get("p", "k")).rejects.toThrow();
    await expect(ledger.between("p", 0, 9, 9)).rejects.toThrow();
  });

  test("processes that count together lose no step", async () => {
    const path = join(folder, "counted.db");
    await Promise.all([count(100, path), count(100, path)]);
    const database = openDatabase(path);
    const found = await createSqliteLedger(database, 0).get("p", "k");
    database.close();
    expect(found?.version).toBe(200);
  });

  test.each([4, 10_000])("a text of %i characters is no database", (length) => {
    const path = join(folder, "text.db");
    writeFileSync(path, "x".repeat(length));
    const message = `${path} is no database (file is not a database). Delete the file, or set STATE to another.`;
    expect(() => openDatabase(path)).toThrow(message);
  });

  test.each(["", "file/below.db"])("what can't be a file can't be opened: %j", (name) => {
    writeFileSync(join(folder, "file"), "");
    const path = join(folder, name);
    expect(() => openDatabase(path)).toThrow(
      /^\/.* can't be opened .*\. Set STATE to another file\.$/,
    );
  });
});

describe.each(dynamoDbs)("DynamoDB alone, through %s", (_, open) => {
  test("a put whose answer was lost is repeated, and finds what it has written", async () => {
    const { ledger, server, close } = await openDynamo(open);
    const asked: unknown[] = [];
    server.prependListener("request", ({ headers }, response) => {
      asked.push(headers["x-amz-target"]);
      if (asked.length === 1) response.end = () => response.destroy();
    });
    expect(await ledger.put({ ...record, version: 1 })).toBeUndefined();
    const [put, get] = ["DynamoDB_20120810.PutItem", "DynamoDB_20120810.GetItem"];
    expect(asked).toEqual([put, put, get]);
    await close();
  });

  test("an expiry within a second is kept as the end of that second", async () => {
    const { ledger, close } = await openDynamo(open);
    for (const [version, expires, kept] of [
      [1, 60_000, 60_000],
      [2, 60_001, 61_000],
    ] as const) {
      await ledger.put({ ...record, version, expires });
      expect(await ledger.get("p", "k")).toEqual({ ...record, version, expires: kept });
    }
    await close();
  });

  test.each([
    ["the item sent along", [failed({ Item: item("3") })], { ...record, version: 3 }],
    ["nothing if that is what was put", [failed({ Item: item("2") })], undefined],
    ["the item read afterwards", [failed({}), { Item: item("3") }], { ...record, version: 3 }],
    ["version 0 if there is none", [failed({}), {}], { ...record, version: 0 }],
  ])("a put whose condition failed answers %s", async (_, answers, answer) => {
    const { ledger, asked, close } = await answerWith(open, answers);
    expect(await ledger.put(record)).toEqual(answer);
    const Key = { partition: { S: "p" }, key: { S: "k" } };
    const put = { Item: item("2"), ReturnValuesOnConditionCheckFailure: "ALL_OLD" };
    expect(asked).toMatchObject([put, { Key, ConsistentRead: true }].slice(0, answers.length));
    close();
  });

  test("all is read consistently, and no more than is asked for", async () => {
    const { ledger, asked, close } = await answerWith(open, [{}, { Items: [item("2")] }]);
    expect(await ledger.get("p", "k")).toBeUndefined();
    expect(await ledger.between("p", 0, 9, 3)).toEqual([record]);
    expect(asked).toMatchObject([{ ConsistentRead: true }, { ConsistentRead: true, Limit: 3 }]);
    close();
  });

  test("any other failure rejects", async () => {
    const { ledger, close } = await answerWith(open, [{ __type: "x#AccessDeniedException" }]);
    await expect(ledger.put(record)).rejects.toMatchObject({ name: "AccessDeniedException" });
    close();
  });

  test("a DynamoDB that can't be reached rejects", async () => {
    const stub = await startStubServer(() => {});
    stub.close();
    const ledger = createDynamoLedger(open(stub.url), "ledger");
    await expect(ledger.put(record)).rejects.toThrow("ECONNREFUSED");
    await expect(ledger.get("p", "k")).rejects.toThrow("ECONNREFUSED");
    await expect(ledger.between("p", 0, 9, 9)).rejects.toThrow("ECONNREFUSED");
  });
});

function connect(endpoint: string): DynamoDB {
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  return new DynamoDB({ endpoint, region: "us-east-1", credentials, maxAttempts: 2 });
}

/** A ledger in an emulator of its own. */
async function openDynamo(open: (url: string) => DynamoDb) {
  const server = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const client = connect(url);
  await createLedgerTable(client, "ledger");
  const close = () => {
    client.destroy();
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { ledger: createDynamoLedger(open(url), "ledger"), server, close };
}

/** A ledger whose DynamoDB gives these answers in turn, and what it was asked. */
async function answerWith(open: (url: string) => DynamoDb, answers: readonly object[]) {
  const asked: unknown[] = [];
  const stub = await startStubServer(async (request, response) => {
    const answer = answers[asked.length] ?? {};
    asked.push(await json(request));
    response.writeHead("__type" in answer ? 400 : 200).end(JSON.stringify(answer));
  });
  return { ledger: createDynamoLedger(open(stub.url), "ledger"), asked, close: stub.close };
}

/** As DynamoDB tells it: docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html */
function failed(more: object): object {
  const type = "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException";
  return { __type: type, message: "The conditional request failed", ...more };
}

/** The record as DynamoDB holds it. */
function item(version: string): object {
  const [partition, key, value] = ["p", "k", '{"a":[1]}'].map((S) => ({ S }));
  return { partition, key, at: { N: "5" }, version: { N: version }, expires: { N: "60" }, value };
}

/** Puts one version after the other, each after what is there, in a process of its own. */
async function count(steps: number, path: string): Promise<void> {
  const program = `
    import { openDatabase } from ${JSON.stringify(fileUrl("database"))};
    import { createSqliteLedger } from ${JSON.stringify(fileUrl("ledger"))};
    const ledger = createSqliteLedger(openDatabase(${JSON.stringify(path)}), 0);
    let record = ${JSON.stringify({ ...record, version: 0 })};
    for (let written = 0; written < ${steps}; ) {
      const next = { ...record, version: record.version + 1, value: process.pid };
      const found = await ledger.put(next);
      if (found === undefined) written += 1;
      record = found ?? next;
    }
  `;
  await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", program]);
}

function fileUrl(name: string): string {
  return new URL(`../../local/state/${name}.ts`, import.meta.url).href;
}
