import type { Timing } from "./backoff.ts";
import type { Config } from "./config.ts";
import type { Delivery } from "./delivery.ts";
import type { Transport } from "./github/call.ts";
import { createTargets } from "./github/target.ts";
import type { Ledger } from "./ledger.ts";
import { correlationId } from "./once/correlation.ts";
import { entryKey } from "./once/entry.ts";
import { doOnce } from "./once/once.ts";
import { settle } from "./once/settle.ts";
import type { Outcome } from "./outcome.ts";
import { createGates } from "./pace/gates.ts";
import { documentedPace } from "./pace/windows.ts";
import { createResolve, type Resolve, withCorrelation } from "./resolve.ts";
import { createSender } from "./sender.ts";
import type { TokenExpiry } from "./tokens/expiry.ts";
import type { ReadSecret } from "./tokens/secret.ts";
import { credentialNamed } from "./trigger.ts";

/** What dispatching needs of the outside world. */
export interface Services extends Transport, Timing {
  readonly readSecret: ReadSecret;
  readonly ledger: Ledger;
  /** Takes what the ledger failed to do, where a delivery goes on without it. */
  readonly onLedgerFailure: (error: unknown) => void;
  /** Takes when a credential's token expires, once a day. */
  readonly onTokenExpiry: (expiry: TokenExpiry) => void;
}

/** Turns one delivery into one run, and says what became of it. Throws only for bugs. */
export type Dispatch = (delivery: Delivery) => Promise<Outcome>;

/**
 * The whole path: find the trigger, resolve its inputs, claim the delivery's id, get the token, send one
 * POST, record the run.
 */
export function createDispatch(
  config: Config,
  services: Services,
  resolve: Resolve = createResolve(config),
): Dispatch {
  const paceOf = (name: string) => credentialNamed(name, config.credentials).pace ?? documentedPace;
  const enter = createGates(paceOf, services);
  const targets = createTargets(config);
  const sender = createSender(config, services);

  return async (delivery) => {
    const resolved = resolve(delivery);
    if (resolved.failure !== undefined) return resolved.failure;
    const { trigger } = resolved.value;
    const target = targets.of(trigger);
    const correlation = correlationId(delivery.trigger, entryKey(delivery));
    const inputs = withCorrelation(trigger, resolved.value.inputs, correlation);
    // The gate is asked while the claim is made: both are one round trip to the ledger.
    const entering = enter(trigger.credential);
    const order = { trigger, target, inputs, entering };
    return doOnce(
      delivery,
      {
        send: (attempt, until) => sender.send(order, attempt, until),
        settle: (claimed, unsettled) =>
          sender.look(order, (authorization) => {
            const triggers = targets.triggersOf(target);
            const resend = delivery.resend === true || trigger["when-unsure"] === "resend";
            const known = trigger["correlation-input"] === undefined ? undefined : correlation;
            const about = { claimed, unsettled, target, triggers, authorization, resend };
            return settle({ ...about, correlation: known }, services);
          }),
      },
      trigger.once === "best-effort",
      services,
    );
  };
}
