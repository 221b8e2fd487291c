import { codes, type OutcomeCode } from "../../dispatch/outcome.ts";

/** The codes that no HTTP call is answered with, each with the reason. */
export const notOverHttp = {
  "delivery-malformed": "the queue's messages alone are read as deliveries; a call makes its own",
  "trigger-not-found": "a route and its trigger come from the same config",
} as const satisfies Partial<Record<OutcomeCode, string>>;

/** The codes of which a call without a caller's proof is told, and no other. */
const byAuth: Readonly<Partial<Record<OutcomeCode, readonly string[]>>> = {
  unauthenticated: ["jwt", "token", "hmac"],
  forbidden: ["jwt"],
};

/** The codes that a route with this kind of auth may answer, by status. */
export function codesByStatus(auth: string): ReadonlyMap<number, readonly OutcomeCode[]> {
  const possible = codeNames().filter((code) => byAuth[code]?.includes(auth) ?? true);
  return Map.groupBy(possible, (code) => codes[code].status);
}

/** The codes for which a call waits in the queue. */
export function codesOfQueued(): readonly OutcomeCode[] {
  // What another call is about to answer is not queued, nor is a call that no config takes.
  const answered: readonly OutcomeCode[] = ["delivery-in-progress", "config-unusable"];
  return codeNames().filter((code) => codes[code].retryable && !answered.includes(code));
}

function codeNames(): readonly OutcomeCode[] {
  return keysOf(codes).filter((code) => !Object.hasOwn(notOverHttp, code));
}

function keysOf<Key extends string>(table: Readonly<Record<Key, unknown>>): readonly Key[] {
  return Object.keys(table) as Key[];
}
