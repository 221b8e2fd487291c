import {
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import { expect, test } from "vitest";
import type { Json } from "../../dispatch/expressions/data.ts";
import type { LedgerRecord } from "../../dispatch/ledger.ts";
import { ledgerTable } from "../../functions/lambda/ledger-table.ts";
import { describeLedger } from "../ledger/contract.ts";
import { report } from "./limits.ts";
import type { World } from "./world.ts";

/** The tests of the ledger in the deployed table, in partitions that are no trigger's. */
export function testLedger(openWorld: () => Promise<World>): void {
  describeLedger("in the deployed table", async () => {
    const { ledger } = await openWorld();
    return { ledger, close: () => {} };
  });

  test("the table has the keys, the index and the time to live that the ledger uses", async () => {
    const { aws, deployment } = await openWorld();
    const input = { TableName: deployment.outputs.LedgerTable };
    const { Table } = await aws.dynamoDb.send(new DescribeTableCommand(input));
    const keys = (sortKey: string) => [
      { AttributeName: ledgerTable.partitionKey, KeyType: "HASH" },
      { AttributeName: sortKey, KeyType: "RANGE" },
    ];
    expect(Table).toMatchObject({
      KeySchema: keys(ledgerTable.sortKey),
      LocalSecondaryIndexes: [
        {
          IndexName: ledgerTable.timeIndex,
          KeySchema: keys(ledgerTable.timeIndexSortKey),
          Projection: { ProjectionType: "ALL" },
        },
      ],
    });
    const { TimeToLiveDescription } = await aws.dynamoDb.send(new DescribeTimeToLiveCommand(input));
    if (TimeToLiveDescription?.TimeToLiveStatus === "DISABLED") report("time-to-live");
    else expect(TimeToLiveDescription?.AttributeName).toBe(ledgerTable.timeToLive);
  });

  test("a refused write answers what is there", async () => {
    const { aws, deployment } = await openWorld();
    const { partitionKey, sortKey, timeIndexSortKey } = ledgerTable;
    const Item = {
      ...{ [partitionKey]: { S: "refused write" }, [sortKey]: { S: "key" } },
      [timeIndexSortKey]: { N: "1" },
    };
    const write = (value: string) =>
      aws.dynamoDb.send(
        new PutItemCommand({
          TableName: deployment.outputs.LedgerTable,
          Item: { ...Item, value: { S: value } },
          ConditionExpression: "attribute_not_exists(#partition)",
          ExpressionAttributeNames: { "#partition": partitionKey },
          ReturnValuesOnConditionCheckFailure: "ALL_OLD",
        }),
      );
    await write("first");
    const error = { name: "ConditionalCheckFailedException" };
    await expect(write("second")).rejects.toMatchObject({
      ...error,
      Item: { ...Item, value: { S: "first" } },
    });
  });

  test("of what many write at the same time, nothing is lost", async () => {
    const { ledger } = await openWorld();
    const writers = Array.from({ length: 10 }, (_, writer) => writer);
    const about = { partition: "many writers", key: "key", at: 1, expires: Date.now() + 60_000 };
    const begin = { ...about, version: 0, value: [] };
    const append = async (writer: number, times: number) => {
      for (let written = 0, before: LedgerRecord = begin; written < times; ) {
        const value = [...listIn(before), writer];
        const next: LedgerRecord = { ...about, version: before.version + 1, value };
        const standing = await ledger.put(next);
        if (standing === undefined) written += 1;
        before = standing ?? next;
      }
    };
    await Promise.all(writers.map((writer) => append(writer, 5)));
    const all = listIn((await ledger.get(about.partition, about.key)) ?? begin);
    expect(all.toSorted()).toEqual(writers.flatMap((writer) => Array(5).fill(writer)));
  });
}

function listIn({ value }: LedgerRecord): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
