import { describe, expect, test } from "vitest";
import {
  itemBytes,
  putUnits,
  refusedUnits,
  storedBytes,
} from "../../../bench/money/dynamo-units.ts";
import { measureFootprints } from "../../../bench/money/footprint.ts";

describe("DynamoDB's units", () => {
  const item = (at: string, text: string) => ({
    partition: { S: "t" },
    key: { S: "é" },
    at: { N: at },
    value: { S: text },
  });

  test("count names and values, and two digits of a number as a byte", () => {
    // partition 9 + 1, key 3 + 2, at 2 + 4 + 1 (1763856 has 7 digits), value 5 + 10
    expect(itemBytes(item("1763856000000", "x".repeat(10)))).toBe(37);
    expect(storedBytes(item("1763856000000", "x".repeat(10)))).toBe(274);
  });

  const small = item("1", "");
  const moved = item("2", "");
  const large = item("1", "x".repeat(1500));
  const largeMoved = item("2", "x".repeat(1500));

  test.each([
    ["a new item", small, undefined, 2],
    ["a new item of more than 1 KB", large, undefined, 4],
    ["a change", small, small, 2],
    ["a change of the index's key", moved, small, 3],
    ["a change of the index's key, of more than 1 KB", largeMoved, large, 6],
    ["an item that becomes smaller", small, large, 4],
  ])("are those of the table and of the index: %s", (_, after, before, units) => {
    expect(putUnits(after, before)).toBe(units);
  });

  test("are taken, too, when a condition does not hold", () => {
    expect([small, large].map(refusedUnits)).toEqual([1, 2]);
  });
});

describe("a dispatch's footprint", () => {
  test("is two writes of its entry and one of the gate", async () => {
    const { warm, cold } = await measureFootprints("event", 30 * 60 * 1000);
    // The claim is new (2), the gate and the record stay where they are in the index (2 each).
    expect(warm.writeUnits).toBe(6);
    // Who comes new to the gate is refused once (1).
    expect(cold.writeUnits).toBe(7);
    expect(Math.round(warm.keptSeconds / 86_400)).toBe(60);
    expect(cold.logBytes).toBeGreaterThan(warm.logBytes);
  });

  test("is not measured of what has to wait for GitHub's limits", async () => {
    await expect(measureFootprints("schedule", 1000)).rejects.toThrow(/was not dispatched/);
  });
});
