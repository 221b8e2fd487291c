import type { Timing } from "../backoff.ts";
import type { Json } from "../expressions/data.ts";
import type { Ledger, LedgerRecord } from "../ledger.ts";
import type { Outcome, Retry, RetryCode } from "../outcome.ts";
import { admit, close, type Gate, gateIn, open, openGate } from "./gate.ts";
import type { Pace } from "./windows.ts";

/** Leave to send one dispatch. */
export interface Pass {
  /** How often in a row the credential has failed. */
  readonly failures: number;
  /** Says what became of it, so that the others need not try what can't succeed. */
  readonly leave: (outcome: Outcome) => Promise<void>;
}

/** Leave to send, or why to wait. */
export type Entered =
  | { readonly pass: Pass; readonly wait?: never }
  | { readonly pass?: never; readonly wait: Retry };

/** Lets the dispatches of a credential through, of all functions together. */
export type EnterGate = (credential: string) => Promise<Entered>;

export interface GateServices extends Timing {
  readonly ledger: Ledger;
  readonly onLedgerFailure: (error: unknown) => void;
}

/** What a credential can't dispatch with, whatever is sent. */
const closing: ReadonlySet<RetryCode> = new Set([
  "rate-limited",
  "token-invalid",
  "secret-unavailable",
  "secret-malformed",
]);

/** Times that a change is tried again because another function has made one at the same moment. */
const maxConflicts = 50;

/** How long the ledger keeps a gate that nobody uses, in milliseconds: longer than its windows. */
const lifetime = 24 * 60 * 60 * 1000;

/**
 * Keeps the gates of credentials in the ledger. Those that come while the ledger is being asked are asked
 * for together, next. Without the ledger everybody goes through: whether that may be, the claim decides.
 */
export function createGates(
  paceOf: (credential: string) => Pace,
  services: GateServices,
): EnterGate {
  const known = new Map<string, LedgerRecord>();
  const waiting = new Map<string, ((entered: Entered) => void)[]>();

  /** Changes a gate by compare-and-set. */
  async function change<Result>(
    credential: string,
    next: (gate: Gate) => { readonly gate: Gate; readonly result: Result },
  ): Promise<Result> {
    for (let conflicts = 0; ; conflicts += 1) {
      const before = known.get(credential);
      const { gate, result } = next(before === undefined ? openGate : gateIn(before.value));
      const record = recordOf(credential, gate, (before?.version ?? 0) + 1, services);
      const standing = await services.ledger.put(record);
      remember(known, credential, standing ?? record);
      if (standing === undefined) return result;
      if (conflicts === maxConflicts) throw new Error(`the gate of ${credential} changes too fast`);
    }
  }

  async function enterTogether(credential: string): Promise<void> {
    // The messages of a batch come one after another, in the same turn.
    await undefined;
    for (;;) {
      const group = waiting.get(credential) ?? [];
      if (group.length === 0) break;
      waiting.set(credential, []);
      const entered = await admitGroup(credential, group.length);
      group.forEach((resolve, index) => {
        resolve(entered[index] ?? { pass: freePass });
      });
    }
    waiting.delete(credential);
  }

  async function admitGroup(credential: string, size: number): Promise<readonly Entered[]> {
    try {
      return await change(credential, (gate) => {
        const { gate: after, answers } = admit(gate, size, paceOf(credential), services);
        const pass = passOf(credential, after);
        const result = answers.map((wait) => (wait === undefined ? { pass } : { wait }));
        return { gate: after, result };
      });
    } catch (error) {
      services.onLedgerFailure(error);
      return Array.from({ length: size }, () => ({ pass: freePass }));
    }
  }

  function passOf(credential: string, { closure }: Gate): Pass {
    return {
      failures: closure?.failures ?? 0,
      async leave(outcome) {
        const closes = outcome.kind === "retry" && closing.has(outcome.code);
        if (!closes && closure === undefined) return;
        try {
          await change(credential, (gate) => ({
            gate: closes ? close(gate, outcome, services.now(), closure) : open(gate),
            result: undefined,
          }));
        } catch (error) {
          services.onLedgerFailure(error);
        }
      },
    };
  }

  return (credential) =>
    new Promise((resolve) => {
      const group = waiting.get(credential);
      if (group !== undefined) {
        group.push(resolve);
        return;
      }
      waiting.set(credential, [resolve]);
      void enterTogether(credential);
    });
}

const freePass: Pass = { failures: 0, leave: async () => {} };

function remember(known: Map<string, LedgerRecord>, credential: string, record: LedgerRecord) {
  if (record.version === 0) known.delete(credential);
  else known.set(credential, record);
}

function recordOf(credential: string, gate: Gate, version: number, timing: Timing): LedgerRecord {
  // Two functions that change a gate alike in the same moment must not both take it for their own change.
  const by = timing.random().toString(36).slice(2);
  const now = timing.now();
  return {
    // No trigger's name has a space.
    partition: `credential ${credential}`,
    key: "gate",
    at: now,
    version,
    expires: now + lifetime,
    value: JSON.parse(JSON.stringify({ ...gate, by })) as Json,
  };
}
