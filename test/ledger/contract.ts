import { readFileSync } from "node:fs";
import {
  CreateTableCommand,
  type DynamoDBClient,
  type KeySchemaElement,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Json } from "../../dispatch/expressions/data.ts";
import type { Ledger, LedgerRecord } from "../../dispatch/ledger.ts";
import { ledgerTable } from "../../functions/lambda/ledger-table.ts";

type Versioned = readonly [version: number, value: Json];

interface Cases {
  readonly puts: readonly {
    readonly name: string;
    readonly steps: readonly { readonly put: Versioned; readonly answers?: Versioned }[];
    readonly holds: Versioned | null;
  }[];
  readonly times: {
    readonly records: readonly (readonly [key: string, at: number])[];
    readonly spans: readonly {
      readonly of: readonly [from: number, to: number, limit: number];
      readonly finds: readonly number[];
    }[];
  };
  readonly keys: readonly string[];
  readonly values: readonly Json[];
}

const cases: Cases = JSON.parse(readFileSync(new URL("cases.json", import.meta.url), "utf8"));
const keys = [...cases.keys, "k".repeat(1000), `${"é".repeat(499)}kk`];
const start = Date.UTC(2026, 0, 1);

export interface OpenedLedger {
  readonly ledger: Ledger;
  readonly close: () => Promise<void> | void;
}

/** Creates a table for `createDynamoLedger`, and waits until it can be used. */
export async function createLedgerTable(client: DynamoDBClient, name: string): Promise<void> {
  const { partitionKey, sortKey, timeIndex, timeIndexSortKey } = ledgerTable;
  const keySchema = (rangeKey: string): KeySchemaElement[] => [
    { AttributeName: partitionKey, KeyType: "HASH" },
    { AttributeName: rangeKey, KeyType: "RANGE" },
  ];
  const command = new CreateTableCommand({
    TableName: name,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [
      { AttributeName: partitionKey, AttributeType: "S" },
      { AttributeName: sortKey, AttributeType: "S" },
      { AttributeName: timeIndexSortKey, AttributeType: "N" },
    ],
    KeySchema: keySchema(sortKey),
    LocalSecondaryIndexes: [
      {
        IndexName: timeIndex,
        KeySchema: keySchema(timeIndexSortKey),
        Projection: { ProjectionType: "ALL" },
      },
    ],
  });
  await client.send(command);
  const wait = { client, minDelay: 1, maxDelay: 1, maxWaitTime: 30 };
  await waitUntilTableExists(wait, { TableName: name });
}

/** What every ledger does. `open` is called once; what it opens is closed in the end. */
export function describeLedger(name: string, open: () => Promise<OpenedLedger>): void {
  describe(name, () => {
    let opened: OpenedLedger;
    let partitions = 0;
    /** The ledger, and a record of a partition of its own. */
    const begin = () => ({ ledger: opened.ledger, record: recordOf(`partition-${++partitions}`) });

    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened?.close());

    test.each(cases.puts)("$name", ({ steps, holds }) => expectPuts(begin(), steps, holds));
    test("a record is found as it was put, by key and by time", () => expectFound(begin()));
    test("partitions are kept apart", async () => {
      const { ledger, record } = begin();
      const other = { ...record, partition: `${record.partition}0`, value: "other" };
      expect(await ledger.put(record)).toBeUndefined();
      expect(await ledger.get(other.partition, other.key)).toBeUndefined();
      expect(await ledger.between(other.partition, 0, start, 10)).toEqual([]);
      expect(await ledger.put(other)).toBeUndefined();
      expect(await ledger.get(record.partition, record.key)).toEqual(record);
      expect(await ledger.between(record.partition, 0, start, 10)).toEqual([record]);
    });
    test.each(cases.times.spans)("between $of: $finds", ({ of, finds }) =>
      expectTimes(begin(), of, finds),
    );
    test("large records are found over several pages", () => expectPages(begin()));
    test("keys are told apart, and partitions by the same texts", () => expectKeys(begin()));
    test.each(cases.values.map((value) => [value]))("keeps %j", async (value) => {
      const { ledger, record } = begin();
      expect(await ledger.put({ ...record, value })).toBeUndefined();
      const found = await ledger.get(record.partition, record.key);
      expect(JSON.stringify(found?.value)).toBe(JSON.stringify(value));
    });
    test("of parallel puts of a version, one alone is written", () => expectOneWriter(begin()));
  });
}

interface Beginning {
  readonly ledger: Ledger;
  readonly record: LedgerRecord;
}

function recordOf(partition: string): LedgerRecord {
  const expires = start + 86_400_000;
  return { partition, key: "key", at: start, version: 1, expires, value: "value" };
}

async function expectPuts(
  { ledger, record }: Beginning,
  steps: Cases["puts"][number]["steps"],
  holds: Versioned | null,
): Promise<void> {
  const toRecord = ([version, value]: Versioned) => ({ ...record, version, value });
  for (const { put, answers } of steps) {
    expect(await ledger.put(toRecord(put))).toEqual(answers && toRecord(answers));
  }
  const held = holds === null ? undefined : toRecord(holds);
  expect(await ledger.get(record.partition, record.key)).toEqual(held);
}

async function expectFound({ ledger, record }: Beginning): Promise<void> {
  const { partition, key, at } = record;
  expect(await ledger.get(partition, key)).toBeUndefined();
  await ledger.put(record);
  const later = { ...record, at: at + 5, version: 2, expires: record.expires + 1000, value: [1] };
  await ledger.put(later);
  expect(await ledger.get(partition, key)).toEqual(later);
  expect(await ledger.get(partition, `${key} `)).toBeUndefined();
  expect(await ledger.between(partition, at + 1, at + 9, 10)).toEqual([later]);
  expect(await ledger.between(partition, at, at, 10)).toEqual([]);
}

/** Which of the records of one time come first is left to the ledger. */
async function expectTimes(
  { ledger, record }: Beginning,
  [from, to, limit]: Cases["times"]["spans"][number]["of"],
  finds: readonly number[],
): Promise<void> {
  const records = cases.times.records.map(([key, at]) => ({ ...record, key, at }));
  for (const one of records) await ledger.put(one);
  const found = await ledger.between(record.partition, from, to, limit);
  expect(found.map(({ at }) => at)).toEqual(finds);
  expect(new Set(found.map(({ key }) => key)).size).toBe(finds.length);
  for (const one of found) expect(records).toContainEqual(one);
}

/** A page of DynamoDB ends at 1 MB. Three records each have the same time. */
async function expectPages({ ledger, record }: Beginning): Promise<void> {
  const records = Array.from({ length: 15 }, (_, index) => {
    const at = start + Math.floor(index / 3);
    return { ...record, key: `key-${index}`, at, value: String(index).padStart(200_000, "x") };
  });
  for (const one of records) await ledger.put(one);
  const find = async (limit: number) => {
    const found = await ledger.between(record.partition, start, start + 9, limit);
    expect(new Set(found.map(({ key }) => key)).size).toBe(found.length);
    return found.map(({ at, value }) => [at - start, String(value).length]);
  };
  const newestFirst = records.map(({ at }) => [at - start, 200_000]).reverse();
  expect(await find(99)).toEqual(newestFirst);
  expect(await find(11)).toEqual(newestFirst.slice(0, 11));
}

async function expectKeys({ ledger, record }: Beginning): Promise<void> {
  const records = keys.flatMap((key) => [
    { ...record, key, value: `key ${key}` },
    {
      ...record,
      partition: `${record.partition} ${key}`.slice(0, 1000),
      value: `partition ${key}`,
    },
  ]);
  for (const one of records) expect(await ledger.put(one)).toBeUndefined();
  for (const one of records) expect(await ledger.get(one.partition, one.key)).toEqual(one);
  const found = await ledger.between(record.partition, start, start, 99);
  expect(found.map(({ key }) => key).sort()).toEqual(keys.toSorted());
}

async function expectOneWriter({ ledger, record }: Beginning): Promise<void> {
  for (const version of [1, 2]) {
    const attempts = Array.from({ length: 20 }, (_, value) => ({ ...record, version, value }));
    const answers = await Promise.all(attempts.map((attempt) => ledger.put(attempt)));
    const [winner, ...others] = attempts.filter((_, index) => answers[index] === undefined);
    expect(others).toEqual([]);
    expect(answers.filter(Boolean)).toEqual(Array.from({ length: 19 }, () => winner));
    expect(await ledger.get(record.partition, record.key)).toEqual(winner);
  }
}
