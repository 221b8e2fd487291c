import type { DatabaseSync } from "node:sqlite";
import { createDeadLetters } from "../state/dead-letters.ts";
import { createMessages } from "../state/messages.ts";
import type { QueueDepth } from "./queue-lines.ts";

/** What waits on this machine. */
export interface LocalDepths {
  readonly queue: QueueDepth;
  readonly deadLetters: number;
}

/** That nothing waits, as before anything was dispatched here. */
export const noDepths: LocalDepths = {
  queue: { waiting: 0, inFlight: 0, delayed: 0 },
  deadLetters: 0,
};

/**
 * Counts the messages of this machine.
 *
 * @param now milliseconds since the epoch.
 */
export function readLocalDepths(database: DatabaseSync, now: number): LocalDepths {
  // They create the tables that the counts are taken from.
  createMessages(database, () => now);
  createDeadLetters(database, () => now);
  const counts = database.prepare(`
    SELECT
      count(*) FILTER (WHERE visible_at <= :now) AS waiting,
      count(*) FILTER (WHERE visible_at > :now AND received > 0) AS inFlight,
      count(*) FILTER (WHERE visible_at > :now AND received = 0) AS delayed,
      :now - min(visible_at) FILTER (WHERE visible_at <= :now) AS oldest
    FROM messages`);
  const { waiting, inFlight, delayed, oldest } = counts.get({ now }) ?? {};
  const letters = database.prepare("SELECT count(*) AS count FROM dead_letters").get();
  return {
    queue: {
      waiting: Number(waiting),
      inFlight: Number(inFlight),
      delayed: Number(delayed),
      oldest: Number(oldest ?? 0),
    },
    deadLetters: Number(letters?.count),
  };
}
