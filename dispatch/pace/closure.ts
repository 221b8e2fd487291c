import type { RetryCode } from "../outcome.ts";

/** Why nothing goes through at present. */
export type Closure = {
  readonly code: RetryCode;
  readonly detail: string;
  /** Milliseconds since the epoch. */
  readonly until: number;
  /** How often in a row it has failed. */
  readonly failures: number;
};

/** Milliseconds in which the one that is let through to try says how it went; then another may try. */
const trial = 20_000;

/**
 * Whether one may go through. When the time of a closure is over, one tries; the others wait for it.
 *
 * @returns what to wait for, or the closure while one tries (none if it was open).
 */
export function passClosure(
  closure: Closure | undefined,
  now: number,
):
  | { readonly waitFor: Closure; readonly closure?: never }
  | { readonly waitFor?: never; readonly closure?: Closure } {
  if (closure === undefined) return {};
  if (now < closure.until) return { waitFor: closure };
  return { closure: { ...closure, until: now + trial } };
}
