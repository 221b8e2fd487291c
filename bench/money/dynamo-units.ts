import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { ledgerTable } from "../../functions/lambda/ledger-table.ts";

/** An item of the ledger's table: texts and whole numbers. */
export type Item = Readonly<Record<string, AttributeValue>>;

/**
 * Bytes of an item, by the rules of
 * docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function itemBytes(item: Item): number {
  return Object.entries(item).reduce((bytes, [name, value]) => {
    return bytes + Buffer.byteLength(name) + valueBytes(value);
  }, 0);
}

/**
 * Write units of a put in a table with the ledger's local secondary index of all attributes. An index whose sort
 * key changes is written twice, to delete and to insert: docs.aws.amazon.com/amazondynamodb/latest/developerguide/LSI.html
 *
 * @param before what was there under the same key, if anything.
 */
export function putUnits(item: Item, before: Item | undefined): number {
  const after = unitsOf(itemBytes(item));
  if (before === undefined) return after + after;
  const larger = Math.max(after, unitsOf(itemBytes(before)));
  const isMoved = before[ledgerTable.timeIndexSortKey]?.N !== item[ledgerTable.timeIndexSortKey]?.N;
  return larger + (isMoved ? unitsOf(itemBytes(before)) + after : larger);
}

/**
 * Write units of a put whose condition does not hold: those of what is there.
 * docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
 */
export function refusedUnits(before: Item): number {
  return unitsOf(itemBytes(before));
}

/** Bytes that an item takes in the table and in its index, with the 100 that each costs besides. */
export function storedBytes(item: Item): number {
  return 2 * (itemBytes(item) + 100);
}

/** Write units of so many bytes: one for each KB begun. */
function unitsOf(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / 1024));
}

function valueBytes({ S: text, N: number }: AttributeValue): number {
  if (text !== undefined) return Buffer.byteLength(text);
  if (number === undefined) throw new TypeError("the ledger has texts and numbers alone");
  const digits = number.replace(/^-?0*/, "").replace(/0+$/, "");
  return Math.ceil(digits.length / 2) + 1;
}
