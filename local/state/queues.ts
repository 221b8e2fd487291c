import type { DatabaseSync } from "node:sqlite";
import type { Queues } from "../../functions/app.ts";
import { attributesOf } from "../../functions/dead-letter.ts";
import { createDeadLetters } from "./dead-letters.ts";
import { createMessages, maxDelay } from "./messages.ts";

/**
 * The queue and the dead letters of this machine, for the handlers.
 *
 * @param now milliseconds since the epoch.
 */
export function createLocalQueues(database: DatabaseSync, now: () => number): Queues {
  const messages = createMessages(database, now);
  const deadLetters = createDeadLetters(database, now);
  return {
    async enqueue(body, seconds) {
      messages.send({ body }, Math.min(Math.max(0, seconds), maxDelay));
    },
    async postpone(receiptHandle, seconds) {
      messages.postpone(receiptHandle, seconds);
    },
    async sendDeadLetter(letter) {
      deadLetters.add({ body: letter.body, attributes: attributesOf(letter) });
    },
  };
}
