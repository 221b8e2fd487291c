import { DatabaseSync } from "node:sqlite";
import type { Services } from "../../dispatch/dispatch.ts";
import { seededRandom } from "../../local/github/faults/random.ts";
import { createSqliteLedger } from "../../local/state/ledger.ts";

/** Differs each time, as claims need it, and is so small that every wait is the shortest. */
export function smallRandom(): () => number {
  const random = seededRandom(1);
  return () => random() / 1_000_000;
}

/** What of the outside world is the same for most tests: each call gives a ledger of its own. */
export function createServices(
  now: () => number,
): Pick<Services, "now" | "random" | "timeout" | "ledger" | "onLedgerFailure" | "onTokenExpiry"> {
  return {
    now,
    random: smallRandom(),
    timeout: (milliseconds) => AbortSignal.timeout(milliseconds),
    ledger: createSqliteLedger(new DatabaseSync(":memory:"), now()),
    onLedgerFailure: (error) => {
      throw error;
    },
    onTokenExpiry: () => {},
  };
}
