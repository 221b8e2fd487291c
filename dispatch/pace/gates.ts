import type { Timing } from "../backoff.ts";
import type { Ledger, LedgerRecord } from "../ledger.ts";
import { type Dispatched, type Failure, type Retry, type RetryCode, wait } from "../outcome.ts";
import type { Closure } from "./closure.ts";
import { admit, close, type Gate, gateIn, mayTry, open, openGate, type Want } from "./gate.ts";
import { createTogether } from "./together.ts";
import type { Pace } from "./windows.ts";

/** Leave to ask something of GitHub. */
export interface Pass {
  /** How often in a row the credential has failed. */
  readonly failures: number;
  /** Takes what became of it, so that the others need not try what can't succeed. */
  readonly report: (outcome: Dispatched | Failure) => Promise<void>;
  /** Tells that nothing was asked: if it was let to try, another may. */
  readonly release: () => Promise<void>;
}

/** Leave to go, or why to wait. */
export type Entered =
  | { readonly pass: Pass; readonly wait?: never }
  | { readonly pass?: never; readonly wait: Retry };

/** Lets the dispatches of a credential through, of all functions together. */
export type EnterGate = (credential: string, want: Want) => Promise<Entered>;

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
 * Keeps the gates of credentials in the ledger. Without the ledger everybody goes through: whether that may
 * be, the claim decides.
 */
export function createGates(
  paceOf: (credential: string) => Pace,
  services: GateServices,
): EnterGate {
  const gates = new Map<string, (want: Want) => Promise<Entered>>();
  return (credential, want) => {
    const enter = gates.get(credential) ?? createGate(credential, paceOf(credential), services);
    gates.set(credential, enter);
    return enter(want);
  };
}

function createGate(credential: string, pace: Pace, services: GateServices) {
  const change = createChange(credential, services);

  async function apply(next: (gate: Gate) => Gate): Promise<void> {
    await change((gate) => ({ gate: next(gate), result: true }), { down: false, busy: false });
  }

  function passThrough(closure: Closure | undefined): Pass {
    return {
      failures: closure?.failures ?? 0,
      async report(outcome) {
        const after = gateAfter(outcome, closure, services.now());
        if (after === undefined) return;
        await apply(after);
      },
      async release() {
        if (closure === undefined) return;
        const until = services.now();
        await apply((gate) =>
          gate.closure?.until === closure.until
            ? { ...gate, closure: { ...closure, until } }
            : gate,
        );
      },
    };
  }

  return createTogether<Want, Entered>((wants) => {
    const enter = (gate: Gate) => {
      const { gate: after, answers } = admit(gate, wants, pace, services);
      const result = wants.map((want, index): Entered => {
        const wait = answers[index];
        if (wait !== undefined) return { wait };
        const { closure } = after;
        return { pass: passThrough(closure && mayTry(want, closure) ? closure : undefined) };
      });
      return { gate: after, result };
    };
    return change<readonly Entered[]>(enter, {
      down: wants.map((): Entered => ({ pass: passThrough(undefined) })),
      busy: wants.map((): Entered => ({ wait: crowded(services) })),
    });
  });
}

/** Who has lost every race for the gate is one of very many. */
function crowded({ random }: Timing): Retry {
  const detail = "too many want to dispatch with this credential at the same moment";
  return wait("rate-limited", detail, 1 + Math.floor(random() * 10));
}

/** What an outcome makes of the gate; nothing if it says nothing about the credential. */
function gateAfter(
  outcome: Dispatched | Failure,
  trial: Closure | undefined,
  now: number,
): ((gate: Gate) => Gate) | undefined {
  if (outcome.kind === "retry") {
    return closing.has(outcome.code) ? (gate) => close(gate, outcome, now, trial) : undefined;
  }
  // Who took long to succeed may come after another has been refused.
  return trial && ((gate) => (gate.closure?.until === trial.until ? open(gate) : gate));
}

/** Changes a gate by compare-and-set; answers something else if the ledger can't be reached, or others win. */
function createChange(credential: string, services: GateServices) {
  let known: LedgerRecord | undefined;

  return async <Result>(
    next: (gate: Gate) => { readonly gate: Gate; readonly result: Result },
    otherwise: { readonly down: Result; readonly busy: Result },
  ): Promise<Result> => {
    try {
      for (let conflicts = 0; conflicts <= maxConflicts; conflicts += 1) {
        const { gate, result } = next(known === undefined ? openGate : gateIn(known.value));
        const record = recordOf(credential, gate, (known?.version ?? 0) + 1, services);
        const standing = await services.ledger.put(record);
        known = standing?.version === 0 ? undefined : (standing ?? record);
        if (standing === undefined) return result;
      }
      return otherwise.busy;
    } catch (error) {
      services.onLedgerFailure(error);
      return otherwise.down;
    }
  };
}

function recordOf(credential: string, gate: Gate, version: number, timing: Timing): LedgerRecord {
  // Two functions that change a gate alike in the same moment must not both take it for their own change.
  const by = timing.random().toString(36).slice(2);
  const now = timing.now();
  return {
    // No trigger's name has a space.
    partition: `credential ${credential}`,
    key: "gate",
    // Nobody looks for gates by time, and a time that changes is written to DynamoDB's index twice:
    // docs.aws.amazon.com/amazondynamodb/latest/developerguide/LSI.html#LSI.ThroughputConsiderations.Writes
    at: 0,
    version,
    expires: now + lifetime,
    value: { ...gate, by },
  };
}
