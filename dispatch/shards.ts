import { createHash } from "node:crypto";

/** Entries of a shard, about: reading one must take no time that shows. */
const size = 32;

/** Splits a table so that the entry of a key is found by reading one part of it. */
export function shardsOf<Value>(
  table: Readonly<Record<string, Value>>,
): readonly Readonly<Record<string, Value>>[] {
  const entries = Object.entries(table);
  const count = Math.max(1, Math.ceil(entries.length / size));
  const shards = Array.from({ length: count }, (): [string, Value][] => []);
  for (const entry of entries) shards[shardOf(entry[0], count)]?.push(entry);
  return shards.map((shard) => Object.fromEntries(shard));
}

/** The name of the file with a shard of a table. */
export function shardFile(table: string, shard: number): string {
  return `${table}-${shard}.json`;
}

/** The number of the shard, of so many, that has a key. */
export function shardOf(key: string, count: number): number {
  if (count === 1) return 0;
  return createHash("sha256").update(key).digest().readUInt32BE() % count;
}
