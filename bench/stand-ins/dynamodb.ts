import { awsError, type JsonService } from "./aws-request.ts";
import { conditionOf } from "./condition.ts";
import type { Answer } from "./exchange.ts";
import { isObject, strangers } from "./exchange.ts";

/** An item: attributes of text and numbers. */
export type Item = Readonly<Record<string, AttributeValue>>;
export type AttributeValue = { readonly S: string } | { readonly N: string };

/** The attributes of a key, as infra/ledger.ts declares them. */
const keys = ["partition", "key"] as const;

const putMembers = [
  "TableName",
  "Item",
  "ConditionExpression",
  "ExpressionAttributeNames",
  "ExpressionAttributeValues",
  "ReturnValuesOnConditionCheckFailure",
];

/**
 * DynamoDB, as far as a dispatch needs it. It keeps what is put, each table by its name, and refuses what it
 * does not know: docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html
 */
export function createDynamoDb(): JsonService {
  const tables = new Map<string, Map<string, Item>>();
  const tableOf = (name: string) => {
    const table = tables.get(name) ?? new Map<string, Item>();
    tables.set(name, table);
    return table;
  };
  return {
    signingName: "dynamodb",
    target: "DynamoDB_20120810",
    contentType: "application/x-amz-json-1.0",
    operations: {
      PutItem(input) {
        const unknown = strangers(input, putMembers);
        if (unknown.length > 0) return invalid(`unknown: ${unknown.join(", ")}`);
        const { TableName: table, Item: item } = input;
        if (typeof table !== "string" || !isItem(item)) return invalid("TableName, Item");
        return put(tableOf(table), item, input);
      },
      GetItem(input) {
        const unknown = strangers(input, ["TableName", "Key", "ConsistentRead"]);
        if (unknown.length > 0) return invalid(`unknown: ${unknown.join(", ")}`);
        const { TableName: table, Key: key, ConsistentRead: isConsistent } = input;
        if (typeof table !== "string" || !isItem(key)) return invalid("TableName, Key");
        if (isConsistent !== true) return invalid("a ledger is read consistently");
        const place = placeOf(key);
        if (place === undefined || strangers(key, keys).length > 0) return invalid("Key");
        const Item = tableOf(table).get(place);
        return { status: 200, body: Item === undefined ? {} : { Item } };
      },
    },
  };
}

function put(
  table: Map<string, Item>,
  item: Item,
  input: Readonly<Record<string, unknown>>,
): Answer {
  const { ReturnValuesOnConditionCheckFailure: returned = "NONE" } = input;
  const place = placeOf(item);
  if (place === undefined) return invalid(`${keys.join(" and ")} must be texts`);
  if (returned !== "NONE" && returned !== "ALL_OLD") return invalid("ReturnValues");
  const condition = conditionOf(input);
  if ("fault" in condition) return invalid(condition.fault);
  const before = table.get(place);
  if (condition.isMetBy(before)) {
    table.set(place, item);
    return { status: 200, body: {} };
  }
  const type = "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException";
  const Item = returned === "ALL_OLD" && before !== undefined ? { Item: before } : {};
  return awsError(400, type, "The conditional request failed", Item);
}

function placeOf(item: Item): string | undefined {
  const parts = keys.map((name) => item[name]);
  const texts = parts.map((part) => (part !== undefined && "S" in part ? part.S : ""));
  return texts.includes("") ? undefined : JSON.stringify(texts);
}

function isItem(value: unknown): value is Item {
  return isObject(value) && Object.values(value).every(isAttributeValue);
}

function isAttributeValue(value: unknown): value is AttributeValue {
  if (!isObject(value) || Object.keys(value).length !== 1) return false;
  const { S: text, N: number } = value;
  return typeof text === "string" || (typeof number === "string" && /^-?[\d.]+$/.test(number));
}

function invalid(message: string): Answer {
  return awsError(400, "com.amazon.coral.validate#ValidationException", message);
}
