import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** Milliseconds to wait for another process that is writing. */
const timeout = 5000;

/** SQLITE_CORRUPT and SQLITE_NOTADB: sqlite.org/rescode.html */
const broken: readonly unknown[] = [11, 26];

/**
 * Opens a database, or creates it and its folder. Other processes may have it open too.
 *
 * @param path of its file, or `:memory:`.
 * @throws Error when the file is no database or can't be opened.
 */
export function openDatabase(path: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    if (path !== ":memory:") mkdirSync(dirname(path), { recursive: true });
    database = new DatabaseSync(path, { timeout });
    useWriteAheadLog(database, 10);
    return database;
  } catch (cause) {
    database?.close();
    throw new Error(explain(path, cause), { cause });
  }
}

/**
 * With a write-ahead log, who reads and who writes don't wait for one another: sqlite.org/wal.html. What
 * turns it on reads first and writes then, where SQLite gives up at once if another process is writing, for
 * fear of a deadlock (sqlite.org/c3ref/busy_handler.html). A transaction does wait, and fails if all is not well.
 */
function useWriteAheadLog(database: DatabaseSync, attempts: number): void {
  try {
    database.exec("PRAGMA journal_mode = WAL");
  } catch (error) {
    if (attempts === 1) throw error;
    database.exec("BEGIN IMMEDIATE; COMMIT");
    useWriteAheadLog(database, attempts - 1);
  }
}

function explain(path: string, cause: unknown): string {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const isBroken = cause instanceof Error && "errcode" in cause && broken.includes(cause.errcode);
  return isBroken
    ? `${path} is no database (${reason}). Delete the file, or set STATE to another.`
    : `${path} can't be opened as a database (${reason}). Set STATE to another file.`;
}
