import type { DatabaseSync } from "node:sqlite";
import type { Queues } from "../../functions/app.ts";
import { createDeadLetters } from "./dead-letters.ts";
import { createMessages } from "./messages.ts";

/** The most seconds of a delay, as in SQS. */
const longestDelay = 900;

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
      messages.send({ body }, Math.min(Math.max(0, seconds), longestDelay));
    },
    async postpone(receiptHandle, seconds) {
      messages.postpone(receiptHandle, seconds);
    },
    async sendDeadLetter({ body, ...about }) {
      const entries = Object.entries(about).filter(([, value]) => value !== "");
      deadLetters.add({
        body,
        attributes: Object.fromEntries(entries.map(([name, value]) => [name, String(value)])),
      });
    },
  };
}
