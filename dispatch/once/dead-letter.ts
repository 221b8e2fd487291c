import type { Delivery } from "../delivery.ts";
import type { Failure } from "../outcome.ts";
import { withoutValues } from "../redact.ts";
import { entryIn, entryKey, recordOf } from "./entry.ts";
import type { OnceServices } from "./once.ts";

/** Which delivery it is, and in which round. */
export type DeadDelivery = Pick<Delivery, "trigger" | "source" | "id" | "round" | "fingerprint">;

/**
 * Writes down that a delivery is among the dead letters, and why, so that the same one again is no news.
 * Without the ledger, a delivery that comes twice may be among them twice.
 */
export async function recordDeadLetter(
  { trigger, source, id, round, fingerprint }: DeadDelivery,
  { code, detail }: Failure,
  services: Pick<OnceServices, "ledger" | "onLedgerFailure">,
): Promise<void> {
  try {
    const standing = await services.ledger.get(trigger, entryKey({ source, id }));
    if (standing === undefined) return;
    const entry = entryIn(standing);
    if (entry.state !== "waiting" && entry.state !== "unknown") return;
    // Another call has come with the same key, and its entry is its own.
    if (entry.fingerprint !== fingerprint) return;
    const failure = { code, detail: withoutValues(detail) };
    const latest = Math.max(entry.round, round);
    const dead = { ...entry, state: "rejected", failure, round: latest } as const;
    await services.ledger.put(recordOf(trigger, dead, standing.at, standing.version + 1));
  } catch (error) {
    services.onLedgerFailure(error);
  }
}
