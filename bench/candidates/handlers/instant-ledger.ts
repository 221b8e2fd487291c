import type { Ledger } from "../../../dispatch/ledger.ts";

/** Stands in the place of functions/lambda/ledger.ts: a ledger that answers at once, and has never seen anything. */
export function createDynamoLedger(): Ledger {
  return { put: async () => undefined, get: async () => undefined, between: async () => [] };
}
