import type { DatabaseSync } from "node:sqlite";

/**
 * Does all of some work on a database, or none of it when it throws. It takes the lock for writing at
 * once, so that what the work reads is still so when it writes, whichever processes have the file open.
 */
export function transaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec("BEGIN IMMEDIATE");
  try {
    const result = work();
    database.exec("COMMIT");
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}
