import type { DynamoDb } from "../../functions/lambda/aws/services.ts";
import { ledgerTable } from "../../functions/lambda/ledger-table.ts";
import { type Item, putUnits, refusedUnits } from "./dynamo-units.ts";

/** What was written since it was asked for the last time. */
export interface Written {
  readonly writeUnits: number;
  /** The items that are new. */
  readonly added: readonly Item[];
}

/** A table in memory that counts what DynamoDB would bill. It takes the puts of the ledger, and nothing else. */
export interface MeteredTable {
  readonly dynamoDb: DynamoDb;
  readonly take: () => Written;
}

export function createMeteredTable(): MeteredTable {
  const items = new Map<string, Item>();
  let writeUnits = 0;
  let added: Item[] = [];

  const putItem: DynamoDb["putItem"] = async ({ Item: item = {} }) => {
    const key = JSON.stringify([item[ledgerTable.partitionKey], item[ledgerTable.sortKey]]);
    const before = items.get(key);
    if (Number(item.version?.N) !== Number(before?.version?.N ?? 0) + 1) refuse(before);
    writeUnits += putUnits(item, before);
    if (before === undefined) added.push(item);
    items.set(key, item);
    return {};
  };

  /** As the ledger takes it from DynamoDB. */
  function refuse(before: Item | undefined): never {
    if (before !== undefined) writeUnits += refusedUnits(before);
    const error = new Error("The conditional request failed");
    error.name = "ConditionalCheckFailedException";
    throw Object.assign(error, before === undefined ? {} : { Item: before });
  }

  function take(): Written {
    const taken = { writeUnits, added };
    writeUnits = 0;
    added = [];
    return taken;
  }

  return { dynamoDb: { putItem, getItem: notCounted, query: notCounted }, take };
}

async function notCounted(): Promise<never> {
  throw new TypeError("only puts are counted: a dispatch that succeeds at once reads nothing");
}
