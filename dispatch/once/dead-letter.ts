import type { Delivery } from "../delivery.ts";
import { entryIn, entryKey, recordOf } from "./entry.ts";
import type { OnceServices } from "./once.ts";

/**
 * Writes down that a delivery is among the dead letters, so that the same one again is no news. Without the
 * ledger, a delivery that comes twice may be among them twice.
 */
export async function recordDeadLetter(
  { trigger, source, id, round }: Pick<Delivery, "trigger" | "source" | "id" | "round">,
  services: Pick<OnceServices, "ledger" | "onLedgerFailure">,
): Promise<void> {
  try {
    const standing = await services.ledger.get(trigger, entryKey({ source, id }));
    if (standing === undefined) return;
    const entry = entryIn(standing);
    if (entry.state !== "waiting" && entry.state !== "unknown") return;
    const dead = { ...entry, state: "rejected", round: Math.max(entry.round, round) } as const;
    await services.ledger.put(recordOf(trigger, dead, standing.at, standing.version + 1));
  } catch (error) {
    services.onLedgerFailure(error);
  }
}
