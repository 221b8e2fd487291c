import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { Ledger, LedgerRecord } from "../../dispatch/ledger.ts";
import type { DynamoDb } from "./aws/services.ts";
import { ledgerTable } from "./ledger-table.ts";

type Item = Record<string, AttributeValue>;

/**
 * The ledger in DynamoDB. It keeps `expires` in whole seconds, rounded up, and takes records of up to
 * 400 KB: docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 *
 * @param table its name; `ledgerTable` says what it is like.
 */
export function createDynamoLedger(dynamoDb: DynamoDb, table: string): Ledger {
  const read = async (partition: string, key: string) => {
    const query = { TableName: table, Key: keyOf(partition, key), ConsistentRead: true };
    return (await dynamoDb.getItem(query)).Item;
  };
  return {
    async put(record) {
      const item = toItem(record);
      try {
        await dynamoDb.putItem({ TableName: table, Item: item, ...after(record) });
        return undefined;
      } catch (error) {
        if (!isConditionFailure(error)) throw error;
        const found = error.Item ?? (await read(record.partition, record.key));
        if (found === undefined) return { ...record, version: 0 };
        // A request is repeated whose answer was lost, and the second finds what the first has written.
        return isSame(found, item) ? undefined : toRecord(found);
      }
    },
    async get(partition, key) {
      const found = await read(partition, key);
      return found && toRecord(found);
    },
    async between(partition, from, to, limit) {
      // DynamoDB refuses both.
      if (limit < 1 || from > to) return [];
      const query = { TableName: table, Limit: limit, ...spanOf(partition, from, to) };
      const found: LedgerRecord[] = [];
      // A page ends at 1 MB, however many were asked for.
      for (let start: Item | undefined; ; ) {
        const page = await dynamoDb.query({ ...query, ExclusiveStartKey: start });
        found.push(...(page.Items ?? []).map(toRecord));
        start = page.LastEvaluatedKey;
        if (start === undefined || found.length >= limit) return found.slice(0, limit);
      }
    },
  };
}

/** What DynamoDB throws for a condition that is not met, with the item that is there. */
function isConditionFailure(error: unknown): error is Error & { readonly Item?: Item } {
  return error instanceof Error && error.name === "ConditionalCheckFailedException";
}

/** The condition that the version before a record's is there. */
function after({ version }: LedgerRecord) {
  const condition =
    version === 1
      ? {
          ConditionExpression: "attribute_not_exists(#partition)",
          ExpressionAttributeNames: { "#partition": ledgerTable.partitionKey },
        }
      : {
          ConditionExpression: "#version = :before",
          ExpressionAttributeNames: { "#version": "version" },
          ExpressionAttributeValues: { ":before": { N: String(version - 1) } },
        };
  return { ...condition, ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const };
}

function spanOf(partition: string, from: number, to: number) {
  return {
    IndexName: ledgerTable.timeIndex,
    KeyConditionExpression: "#partition = :partition AND #at BETWEEN :from AND :to",
    ExpressionAttributeNames: {
      "#partition": ledgerTable.partitionKey,
      "#at": ledgerTable.timeIndexSortKey,
    },
    ExpressionAttributeValues: {
      ":partition": { S: partition },
      ":from": { N: String(from) },
      ":to": { N: String(to) },
    },
    ScanIndexForward: false,
    ConsistentRead: true,
  };
}

function keyOf(partition: string, key: string): Item {
  return { [ledgerTable.partitionKey]: { S: partition }, [ledgerTable.sortKey]: { S: key } };
}

function toItem({ partition, key, at, version, expires, value }: LedgerRecord): Item {
  return {
    ...keyOf(partition, key),
    [ledgerTable.timeIndexSortKey]: { N: String(at) },
    // In seconds: docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-before-you-start.html
    [ledgerTable.timeToLive]: { N: String(Math.ceil(expires / 1000)) },
    version: { N: String(version) },
    value: { S: JSON.stringify(value) },
  };
}

function toRecord(item: Item): LedgerRecord {
  return {
    partition: item[ledgerTable.partitionKey]?.S ?? "",
    key: item[ledgerTable.sortKey]?.S ?? "",
    at: Number(item[ledgerTable.timeIndexSortKey]?.N),
    version: Number(item.version?.N),
    expires: Number(item[ledgerTable.timeToLive]?.N) * 1000,
    value: JSON.parse(item.value?.S ?? ""),
  };
}

function isSame(found: Item, given: Item): boolean {
  return found.version?.N === given.version?.N && found.value?.S === given.value?.S;
}
