import type { DatabaseSync } from "node:sqlite";
import type { DeadLetterStore } from "../../functions/dead-letter-store.ts";
import { createDeadLetters } from "./dead-letters.ts";
import { createMessages } from "./messages.ts";
import { transaction } from "./transaction.ts";

/**
 * The dead letters of this machine; each is moved as a whole.
 *
 * @param now milliseconds since the epoch.
 */
export function createDeadLetterStore(database: DatabaseSync, now: () => number): DeadLetterStore {
  const deadLetters = createDeadLetters(database, now);
  const messages = createMessages(database, now);
  return {
    async list() {
      return deadLetters.list();
    },
    async moveBack({ id }, message) {
      transaction(database, () => {
        messages.send(message);
        deadLetters.remove(id);
      });
    },
    async release() {},
  };
}
