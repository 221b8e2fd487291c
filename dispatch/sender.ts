import type { Config, Trigger } from "./config.ts";
import type { Services } from "./dispatch.ts";
import { enableWorkflow } from "./github/enable.ts";
import { lookAgain } from "./github/second-look.ts";
import { createSendDispatch, type DispatchRequest } from "./github/send.ts";
import type { Target } from "./github/target.ts";
import type { Inputs } from "./inputs.ts";
import type { Settled } from "./once/settle.ts";
import { type Dispatched, type Failure, retry } from "./outcome.ts";
import { createBreaker } from "./pace/breaker.ts";
import type { Entered } from "./pace/gates.ts";
import { createExpiryWatch } from "./tokens/expiry.ts";
import { type Authorization, createTokens } from "./tokens/tokens.ts";

/** What is to be sent. */
export interface Order {
  readonly trigger: Trigger;
  readonly target: Target;
  readonly inputs: Inputs;
  /** Leave to send, which is asked for already. */
  readonly entering: Promise<Entered>;
}

/** Sends what is claimed, when it may be sent, with a token that GitHub takes. */
export interface Sender {
  /**
   * Starts one run.
   *
   * @param attempt counts from 1; waiting times grow with it.
   * @param until when it must be sent at the latest, in milliseconds since the epoch.
   */
  send(order: Order, attempt: number, until: number): Promise<Dispatched | Failure>;
  /** Asks GitHub about runs; what fails may have one. */
  look(order: Order, ask: Ask<Settled>): Promise<Settled>;
}

type Ask<Result> = (authorization: Authorization) => Promise<Result>;

export function createSender(config: Config, services: Services): Sender {
  const tokens = createTokens(config.credentials, services);
  const breaker = createBreaker(services);
  const post = createSendDispatch(services, services);
  const watchExpiry = createExpiryWatch(services.now, services.onTokenExpiry);

  /** A token is kept for minutes and may have been rotated since: after a refusal, a fresh one decides. */
  async function withToken<Result extends Settled>(
    credential: string,
    ask: Ask<Result>,
  ): Promise<Result | Failure> {
    const kept = await tokens.get(credential);
    if (kept.failure !== undefined) return kept.failure;
    const outcome = await ask(kept.value);
    if (!isTokenRefused(outcome)) return outcome;
    tokens.forget(credential, kept.value);
    const fresh = await tokens.get(credential);
    if (fresh.failure !== undefined) return fresh.failure;
    if (fresh.value === kept.value) return outcome;
    const secondOutcome = await ask(fresh.value);
    if (isTokenRefused(secondOutcome)) tokens.forget(credential, fresh.value);
    return secondOutcome;
  }

  /** Sends it, finds out why GitHub refuses it, and enables the workflow where the trigger asks for it. */
  async function sendAndLook(request: DispatchRequest, trigger: Trigger) {
    const { target, authorization } = request;
    const send = () => post(request, ({ headers }) => watchExpiry(trigger.credential, headers));
    const outcome = await send();
    if (outcome.kind !== "rejected") return outcome;
    const refusal = await lookAgain(outcome, target, authorization, services);
    if (refusal.code !== "workflow-disabled-inactivity" || !trigger.reenable) return refusal;
    return (await enableWorkflow(target, authorization, services, services)) ?? (await send());
  }

  return {
    async send({ trigger, target, inputs, entering }, attempt, until) {
      const { pass, wait } = await entering;
      if (wait !== undefined) return wait;
      const repository = `${target.apiUrl} ${target.repository}`;
      const outage = breaker.enter(repository);
      if (outage !== undefined) return outage;
      const outcome = await withToken(trigger.credential, async (authorization) => {
        if (services.now() >= until) return tooLate();
        const times = Math.max(attempt, pass.failures + 1);
        return sendAndLook({ target, inputs, authorization, attempt: times }, trigger);
      });
      breaker.leave(repository, outcome);
      await pass.leave(outcome);
      return outcome;
    },

    async look({ trigger, entering }, ask) {
      const { pass, wait } = await entering;
      if (wait !== undefined) return mayHaveRun(wait);
      const settled = await withToken(trigger.credential, ask);
      if (settled === "none") return settled;
      await pass.leave(settled);
      return mayHaveRun(settled);
    },
  };
}

function isTokenRefused(outcome: Settled): boolean {
  return outcome !== "none" && outcome.kind === "retry" && outcome.code === "token-invalid";
}

/** Another handler may take over what was claimed so long ago. */
function tooLate(): Failure {
  return retry("preparation-timed-out", "the claim was made too long ago", 30);
}

/** That GitHub could not be asked about a run says nothing about it. */
function mayHaveRun(outcome: Dispatched | Failure): Dispatched | Failure {
  return outcome.kind === "retry" ? { ...outcome, mayHaveRun: true } : outcome;
}
