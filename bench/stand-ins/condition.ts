import type { Item } from "./dynamodb.ts";
import { isObject } from "./exchange.ts";

/** What an item has to be before it is replaced, or what is wrong with that. */
export type Condition =
  | { readonly isMetBy: (before: Item | undefined) => boolean }
  | { readonly fault: string };

/**
 * Reads the conditions that functions/lambda/ledger.ts writes, and no others. As in DynamoDB, each name and value that
 * is given has to be used:
 * docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
 */
export function conditionOf(input: Readonly<Record<string, unknown>>): Condition {
  const { ConditionExpression: expression } = input;
  const names = membersOf(input.ExpressionAttributeNames);
  const values = membersOf(input.ExpressionAttributeValues);
  if (typeof expression !== "string") return { fault: "a record is not put without a condition" };
  const [, absent] = /^attribute_not_exists\((#\w+)\)$/.exec(expression) ?? [];
  if (absent !== undefined && isAll(names, [absent]) && isAll(values, [])) {
    const name = String(names[absent]);
    return { isMetBy: (before) => before?.[name] === undefined };
  }
  const [, left, right] = /^(#\w+) = (:\w+)$/.exec(expression) ?? [];
  if (left === undefined || right === undefined || !isAll(names, [left]) || !isAll(values, [right]))
    return { fault: `not known, or with other names and values: ${expression}` };
  const name = String(names[left]);
  const wanted = JSON.stringify(values[right]);
  return { isMetBy: (before) => before !== undefined && JSON.stringify(before[name]) === wanted };
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : {};
}

function isAll(given: object, used: readonly string[]): boolean {
  return Object.keys(given).join() === used.join();
}
