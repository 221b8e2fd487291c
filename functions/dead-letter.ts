import type { OutcomeCode } from "../dispatch/outcome.ts";

/** A queue message that can't be dispatched, with the reason and what to do about it. */
export interface DeadLetter {
  /** The message as it came, so that it can be sent again. */
  readonly body: string;
  readonly trigger: string;
  readonly delivery: string;
  readonly code: OutcomeCode;
  readonly detail: string;
  readonly remedy: string;
  /** How often it was tried. */
  readonly attempts: number;
  /** When it came, and when it was tried for the last time: ISO 8601, UTC. */
  readonly first: string;
  readonly last: string;
}

/** What a dead letter says besides its body, as text; an attribute of SQS can't be empty. */
export function attributesOf({ body: _, ...about }: DeadLetter): Readonly<Record<string, string>> {
  const entries = Object.entries(about).filter(([, value]) => value !== "");
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}
