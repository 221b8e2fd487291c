import { randomUUID } from "node:crypto";
import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import { checkSeconds, postpone } from "./postpone.ts";
import { transaction } from "./transaction.ts";

export interface NewMessage {
  readonly body: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** A message as it was handed out. */
export interface ReceivedMessage extends Required<NewMessage> {
  readonly id: string;
  /** Another one each time. */
  readonly receiptHandle: string;
  /** Milliseconds since the epoch, as `firstReceived`. */
  readonly sent: number;
  readonly firstReceived: number;
  /** Times it was handed out, this one included. */
  readonly received: number;
}

/** The messages of the queue, those that are hidden too. */
export interface Messages {
  /**
   * @param delay seconds until it is visible, 900 at most.
   * @throws RangeError when the delay is not that.
   */
  send(message: NewMessage, delay?: number): void;
  /** Takes out, oldest first, what is visible and was received so many times; gives the bodies. */
  takeExhausted(maxReceiveCount: number): readonly string[];
  /** Hides what is visible for so many milliseconds and gives it, oldest first: ten at most. */
  receive(visibilityTimeout: number): readonly ReceivedMessage[];
  /** Does nothing when the message was received again since. */
  delete(receiptHandle: string): void;
  /** As LocalQueue's. */
  postpone(receiptHandle: string, seconds: number): void;
  /** When the next message is visible, in milliseconds since the epoch: it may be past. */
  nextVisible(): number | undefined;
}

/** Seconds, as AWSSimpleQueueService/latest/APIReference/API_SendMessage.html has it on docs.aws.amazon.com. */
export const maxDelay = 900;

const schema = `
  CREATE TABLE IF NOT EXISTS messages (
    sequence INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    body TEXT NOT NULL,
    attributes TEXT NOT NULL,
    sent INTEGER NOT NULL,
    visible_at INTEGER NOT NULL,
    received INTEGER NOT NULL DEFAULT 0,
    first_received INTEGER,
    last_received INTEGER,
    receipt_handle TEXT UNIQUE
  ) STRICT;
  CREATE INDEX IF NOT EXISTS messages_visible_at ON messages (visible_at)`;

/**
 * Keeps messages in the table `messages`, which it creates if need be. Processes may share the file:
 * none is handed what another has received.
 *
 * @param now milliseconds since the epoch.
 */
export function createMessages(database: DatabaseSync, now: () => number): Messages {
  database.exec(schema);
  const insert = database.prepare(
    "INSERT INTO messages (id, body, attributes, sent, visible_at) VALUES (?, ?, ?, ?, ?)",
  );
  const takeExhausted = database.prepare(
    "DELETE FROM messages WHERE visible_at <= ? AND received >= ? RETURNING sequence, body",
  );
  const receive = database.prepare(`
    UPDATE messages
    SET received = received + 1, receipt_handle = lower(hex(randomblob(16))),
      visible_at = :now + :timeout, last_received = :now,
      first_received = coalesce(first_received, :now)
    WHERE sequence IN (
      SELECT sequence FROM messages WHERE visible_at <= :now ORDER BY visible_at, sequence LIMIT 10
    )
    RETURNING *`);
  const deleteReceived = database.prepare("DELETE FROM messages WHERE receipt_handle = ?");
  const nextVisible = database.prepare("SELECT min(visible_at) AS next FROM messages");
  return {
    send({ body, attributes = {} }, delay = 0) {
      checkSeconds(delay, maxDelay);
      const sent = now();
      insert.run(randomUUID(), body, JSON.stringify(attributes), sent, sent + delay * 1000);
    },
    takeExhausted: (maxReceiveCount) =>
      inSequence(takeExhausted.all(now(), maxReceiveCount)).map(({ body }) => String(body)),
    receive: (timeout) => inSequence(receive.all({ now: now(), timeout })).map(receivedOf),
    delete(receiptHandle) {
      deleteReceived.run(receiptHandle);
    },
    postpone(receiptHandle, seconds) {
      transaction(database, () => postpone(database, receiptHandle, seconds, now()));
    },
    nextVisible() {
      const next = nextVisible.get()?.next;
      return typeof next === "number" ? next : undefined;
    },
  };
}

type Row = Readonly<Record<string, SQLOutputValue>>;

/** SQLite returns changed rows in any order: sqlite.org/lang_returning.html. */
function inSequence(rows: readonly Row[]): readonly Row[] {
  return rows.toSorted((a, b) => Number(a.sequence) - Number(b.sequence));
}

function receivedOf(row: Row): ReceivedMessage {
  return {
    id: String(row.id),
    receiptHandle: String(row.receipt_handle),
    body: String(row.body),
    attributes: JSON.parse(String(row.attributes)),
    sent: Number(row.sent),
    firstReceived: Number(row.first_received),
    received: Number(row.received),
  };
}
