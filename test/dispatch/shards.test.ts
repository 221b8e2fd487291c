import fc from "fast-check";
import { expect, test } from "vitest";
import { shardFile, shardOf, shardsOf } from "../../dispatch/shards.ts";

const anyKey = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom("__proto__", "constructor", "", "0"),
);
const table = fc
  .uniqueArray(anyKey, { maxLength: 200 })
  .map((keys) => Object.fromEntries(keys.map((key, index) => [key, index])));

test("every entry of a table is in the shard of its key, and in no other", () => {
  fc.assert(
    fc.property(table, (entries) => {
      const shards = shardsOf(entries);
      for (const [index, shard] of shards.entries()) {
        for (const key of Object.keys(shard)) expect(shardOf(key, shards.length)).toBe(index);
      }
      const all = shards.flatMap((shard) => Object.entries(shard));
      expect(new Map(all)).toEqual(new Map(Object.entries(entries)));
      expect(all).toHaveLength(Object.keys(entries).length);
    }),
  );
});

test("a key that is in no table has a shard, too", () => {
  fc.assert(
    fc.property(anyKey, fc.integer({ min: 1, max: 100 }), (key, count) => {
      expect(Array.from({ length: count }, (_, index) => index)).toContain(shardOf(key, count));
    }),
  );
});

test.each([0, 1, 32])("a table of %i entries is one shard", (length) => {
  expect(shardsOf(namesUpTo(length))).toEqual([namesUpTo(length)]);
});

test.each([33, 100, 1000, 3000, 20_000])("shards of a table of %i entries are small", (length) => {
  const sizes = shardsOf(namesUpTo(length)).map((shard) => Object.keys(shard).length);
  expect(Math.max(...sizes)).toBeLessThan(2 * 32);
  // Reading many files for many look-ups costs more than reading a few larger ones.
  expect(sizes.length).toBeLessThanOrEqual(Math.ceil(length / 32));
});

test("each shard of each table has a file of its own", () => {
  const files = ["triggers", "routes", "repositories"].flatMap((name) =>
    Array.from({ length: 120 }, (_, index) => shardFile(name, index)),
  );
  expect(new Set(files).size).toBe(files.length);
});

function namesUpTo(length: number): Record<string, number> {
  return Object.fromEntries(Array.from({ length }, (_, index) => [`trigger-${index}`, index]));
}
