import type { Timing } from "./backoff.ts";
import type { Catalog } from "./catalog.ts";
import type { Delivery } from "./delivery.ts";
import type { Transport } from "./github/call.ts";
import { type Target, targetOf } from "./github/target.ts";
import type { Ledger } from "./ledger.ts";
import type { Claimed } from "./once/claim.ts";
import { correlationId } from "./once/correlation.ts";
import { entryKey, type Span } from "./once/entry.ts";
import { doOnce, type Work } from "./once/once.ts";
import { type Settled, settle } from "./once/settle.ts";
import { type Failure, type Outcome, rejected } from "./outcome.ts";
import { createResolve, type Resolve, type Resolved, withCorrelation } from "./resolve.ts";
import { createSender, type Sender } from "./sender.ts";
import type { TokenExpiry } from "./tokens/expiry.ts";
import type { ReadSecret } from "./tokens/secret.ts";

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
  catalog: Catalog,
  services: Services,
  resolve: Resolve = createResolve(catalog),
): Dispatch {
  const sender = createSender(catalog, services);
  return (delivery) => {
    const resolved = resolve(delivery);
    const work =
      resolved.failure === undefined
        ? workOf(delivery, resolved.value, { catalog, sender, services })
        : refuse(resolved.failure);
    return doOnce(delivery, work, services);
  };
}

interface Means {
  readonly catalog: Catalog;
  readonly sender: Sender;
  readonly services: Services;
}

function workOf(
  delivery: Delivery,
  { trigger, inputs: given }: Resolved,
  { catalog, sender, services }: Means,
): Work {
  const target = targetOf(trigger, catalog);
  const correlation = correlationId(delivery.trigger, entryKey(delivery));
  const inputs = withCorrelation(trigger, given, correlation);

  async function find(claimed: Claimed, unsettled: Span): Promise<Settled> {
    const sentTo = claimed.entry.target ?? target;
    const agreed = delivery.resend === true && unsettled.from < delivery.round;
    const resend = agreed || trigger["when-unsure"] === "resend";
    // The token that is there now goes to no host but its own.
    if (sentTo.apiUrl !== target.apiUrl) return resend ? "none" : sentElsewhere(sentTo);
    const triggers = [...new Set([delivery.trigger, ...catalog.triggersOf(sentTo)])];
    const about = { claimed, unsettled, target: sentTo, triggers, correlation, resend };
    return sender.look(trigger, (authorization) => settle({ ...about, authorization }, services));
  }

  return {
    target,
    goOn: trigger.once === "best-effort",
    settle: find,
    enter: (want) => sender.enter({ trigger, target, inputs }, want),
  };
}

function sentElsewhere({ apiUrl }: Target): Failure {
  const detail = `it was sent to ${apiUrl}, to which its trigger sends no more, and not answered`;
  return rejected("result-unsure", detail);
}

/** What can't be sent at all is a delivery, too, and one that comes twice. */
function refuse(failure: Failure): Work {
  const unsure = `it may have been sent before, and now: ${failure.detail}`;
  return {
    target: undefined,
    goOn: true,
    settle: async () => rejected("result-unsure", unsure),
    enter: async () => ({ send: async () => failure, release: async () => {} }),
  };
}
