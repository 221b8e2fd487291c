import type { Json } from "./expressions/data.ts";

/** One record of the ledger. Records of a partition are found by key, and by time. */
export interface LedgerRecord {
  readonly partition: string;
  /** Unique in its partition; any text of 1 to 1,000 bytes. */
  readonly key: string;
  /** When what it tells of began, in milliseconds since the epoch; its partition is searched by it. */
  readonly at: number;
  /** 1 for the first write of a record, and one more for each. */
  readonly version: number;
  /** When it may be forgotten, in milliseconds since the epoch. */
  readonly expires: number;
  readonly value: Json;
}

/**
 * What has been dispatched: DynamoDB in AWS, SQLite on this machine. Each write says what it expects to
 * find, so that of two handlers with the same delivery one alone goes on.
 *
 * Every method reads what was written before it, and rejects when the ledger can't be reached; what a
 * rejected `put` has done is not known.
 */
export interface Ledger {
  /**
   * Writes a record if the one of its key has the version before it; version 1 is written if there is
   * none. The very same record again counts as written, since a request may be sent twice: so a value has
   * to tell who writes it.
   *
   * @returns nothing when it is written; else the record that is there, and nothing has changed. A
   * record that has vanished meanwhile is answered as version 0 of the one that was given.
   */
  put(record: LedgerRecord): Promise<LedgerRecord | undefined>;
  get(partition: string, key: string): Promise<LedgerRecord | undefined>;
  /**
   * Records of a partition whose `at` is in a span of time, both ends included, newest first.
   *
   * @param limit how many at most.
   */
  between(
    partition: string,
    from: number,
    to: number,
    limit: number,
  ): Promise<readonly LedgerRecord[]>;
}
