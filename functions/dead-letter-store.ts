/** A dead letter as it is kept, whoever has put it there. */
export interface StoredLetter {
  readonly id: string;
  readonly body: string;
  /** The reason, and what is known of the message; empty when it was only received too often. */
  readonly attributes: Readonly<Record<string, string>>;
  /** When it was sent, in milliseconds since the epoch. */
  readonly sent: number;
}

/** A message for the queue of deliveries. */
export interface MovedMessage {
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** The dead letters, and the way back into the queue of deliveries. */
export interface DeadLetterStore {
  /** All of them, oldest first. Others may not see them until they are released. */
  list(): Promise<readonly StoredLetter[]>;
  /** Sends a message to the queue and then deletes its letter: after a crash between, there are both. */
  moveBack(letter: StoredLetter, message: MovedMessage): Promise<void>;
  /** Shows others again what was listed and not moved. */
  release(): Promise<void>;
}
