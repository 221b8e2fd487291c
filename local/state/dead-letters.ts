import { randomUUID } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import type { StoredLetter } from "../../functions/dead-letter-store.ts";
import type { NewMessage } from "./messages.ts";

/** The dead-letter queue of this machine. */
export interface DeadLetters {
  add(letter: NewMessage): void;
  /** Oldest first. */
  list(): readonly StoredLetter[];
  /** Does nothing when there is no such dead letter any more. */
  remove(id: string): void;
}

const schema = `
  CREATE TABLE IF NOT EXISTS dead_letters (
    sequence INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    body TEXT NOT NULL,
    attributes TEXT NOT NULL,
    sent INTEGER NOT NULL
  ) STRICT`;

/**
 * Keeps dead letters in the table `dead_letters`, which it creates if need be.
 *
 * @param now milliseconds since the epoch.
 */
export function createDeadLetters(database: DatabaseSync, now: () => number): DeadLetters {
  database.exec(schema);
  const insert = database.prepare(
    "INSERT INTO dead_letters (id, body, attributes, sent) VALUES (?, ?, ?, ?)",
  );
  const select = database.prepare("SELECT * FROM dead_letters ORDER BY sequence");
  const remove = database.prepare("DELETE FROM dead_letters WHERE id = ?");
  return {
    add({ body, attributes = {} }) {
      insert.run(randomUUID(), body, JSON.stringify(attributes), now());
    },
    list: () =>
      select.all().map(({ id, body, attributes, sent }) => ({
        id: String(id),
        body: String(body),
        attributes: JSON.parse(String(attributes)),
        sent: Number(sent),
      })),
    remove(id) {
      remove.run(id);
    },
  };
}
