import type { DatabaseSync } from "node:sqlite";
import type { Ledger, LedgerRecord } from "../../dispatch/ledger.ts";

const schema = `
  CREATE TABLE IF NOT EXISTS ledger (
    partition TEXT NOT NULL,
    key TEXT NOT NULL,
    at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (partition, key)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS ledger_by_time ON ledger (partition, at);
`;

/**
 * The ledger on this machine. Several processes may have the same database open: each write is one
 * statement, which SQLite does as a whole.
 *
 * @param now in milliseconds since the epoch. Records that have expired by then are deleted.
 * @throws Error when the database can't be written.
 */
export function createSqliteLedger(database: DatabaseSync, now: number): Ledger {
  database.exec(schema);
  database.prepare("DELETE FROM ledger WHERE expires <= ?").run(now);
  const { insert, update, select, selectSpan } = prepare(database);
  const get = (partition: string, key: string) => {
    const row = select.get({ partition, key });
    return row && toRecord(row);
  };
  return {
    async put(record) {
      const value = JSON.stringify(record.value);
      const write = record.version === 1 ? insert : update;
      if (write.run({ ...record, value }).changes === 1) return undefined;
      const found = get(record.partition, record.key);
      if (found === undefined) return { ...record, version: 0 };
      const isSame = found.version === record.version && JSON.stringify(found.value) === value;
      return isSame ? undefined : found;
    },
    async get(partition, key) {
      return get(partition, key);
    },
    async between(partition, from, to, limit) {
      // To SQLite, a negative limit is none.
      return selectSpan.all({ partition, from, to, limit: Math.max(limit, 0) }).map(toRecord);
    },
  };
}

function prepare(database: DatabaseSync) {
  return {
    insert: database.prepare(`
      INSERT INTO ledger (partition, key, at, version, expires, value)
      VALUES (:partition, :key, :at, :version, :expires, :value)
      ON CONFLICT DO NOTHING
    `),
    update: database.prepare(`
      UPDATE ledger SET at = :at, version = :version, expires = :expires, value = :value
      WHERE partition = :partition AND key = :key AND version = :version - 1
    `),
    select: database.prepare("SELECT * FROM ledger WHERE partition = :partition AND key = :key"),
    selectSpan: database.prepare(`
      SELECT * FROM ledger WHERE partition = :partition AND at BETWEEN :from AND :to
      ORDER BY at DESC LIMIT :limit
    `),
  };
}

function toRecord(row: Readonly<Record<string, unknown>>): LedgerRecord {
  return {
    partition: String(row.partition),
    key: String(row.key),
    at: Number(row.at),
    version: Number(row.version),
    expires: Number(row.expires),
    value: JSON.parse(String(row.value)),
  };
}
