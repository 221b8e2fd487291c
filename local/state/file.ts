import { existsSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { type LocalSettings, SettingsError, statePath } from "../settings.ts";
import { openDatabase } from "./database.ts";

/**
 * Does something with the ledger, the queue and the dead letters of this machine, if there are any.
 *
 * @returns what it gives; nothing if nothing was ever dispatched here.
 * @throws SettingsError when the file can't be opened.
 */
export async function withState<Value>(
  settings: LocalSettings,
  work: (database: DatabaseSync) => Promise<Value>,
): Promise<Value | undefined> {
  const path = statePath(settings);
  if (!existsSync(path)) return undefined;
  const database = open(path);
  try {
    return await work(database);
  } finally {
    database.close();
  }
}

function open(path: string): DatabaseSync {
  try {
    return openDatabase(path);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new SettingsError(message, { cause: error });
  }
}
