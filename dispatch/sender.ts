import type { Catalog } from "./catalog.ts";
import type { Trigger } from "./config.ts";
import type { Services } from "./dispatch.ts";
import { enableWorkflow } from "./github/enable.ts";
import { lookAgain } from "./github/second-look.ts";
import { createSendDispatch, type DispatchRequest } from "./github/send.ts";
import { repositoryKey, type Target } from "./github/target.ts";
import type { Inputs } from "./inputs.ts";
import type { Enter, Leave } from "./once/entering.ts";
import type { Settled } from "./once/settle.ts";
import { type Dispatched, type Failure, type Retry, retry } from "./outcome.ts";
import { createBreaker } from "./pace/breaker.ts";
import { createGates, type Pass } from "./pace/gates.ts";
import { documentedPace } from "./pace/windows.ts";
import { createExpiryWatch } from "./tokens/expiry.ts";
import { createTokens } from "./tokens/tokens.ts";
import { type Ask, withToken } from "./tokens/with-token.ts";
import { credentialNamed } from "./trigger.ts";

/** What is to be sent. */
export interface Order {
  readonly trigger: Trigger;
  readonly target: Target;
  readonly inputs: Inputs;
}

/** Sends what is claimed, when it may be sent, with a token that GitHub takes. */
export interface Sender {
  /** Asks for leave to start one run. */
  enter(order: Order, ...want: Parameters<Enter>): ReturnType<Enter>;
  /** Asks GitHub about runs; what fails may have one. */
  look(trigger: Trigger, ask: Ask<Settled>): Promise<Settled>;
}

export function createSender({ credentials }: Catalog, services: Services): Sender {
  const tokens = createTokens(credentials, services);
  const paceOf = (name: string) => credentialNamed(name, credentials).pace ?? documentedPace;
  const enter = createGates(paceOf, services);
  const breaker = createBreaker(services);
  const post = createSendDispatch(services, services);
  const watchExpiry = createExpiryWatch(services.now, services.onTokenExpiry);
  const send = (request: DispatchRequest, { credential }: Trigger) =>
    post(request, ({ headers }) => watchExpiry(credential, headers));

  return {
    async enter(order, want) {
      // What the repository keeps waiting takes none of the credential's places.
      const outage = breaker.look(repositoryKey(order.target));
      if (outage !== undefined) return toWait(keepPlace(outage, want.place));
      const { pass, wait } = await enter(order.trigger.credential, want);
      return pass === undefined ? toWait(wait) : toGo(order, pass);
    },

    async look({ credential }, ask) {
      const { pass, wait } = await enter(credential, { looks: true });
      if (wait !== undefined) return mayHaveRun(wait);
      const settled = await withToken(tokens, credential, ask);
      // Whoever has been given a list has a token that GitHub takes.
      await pass.report(settled === "none" ? { kind: "dispatched", run: undefined } : settled);
      return settled === "none" ? settled : mayHaveRun(settled);
    },
  };

  function toGo({ trigger, target, inputs }: Order, pass: Pass): Leave {
    const repository = repositoryKey(target);
    const sendNow: Leave["send"] = async ({ number, until }) => {
      const isTrial = breaker.enter(repository);
      const outcome = await withToken<Dispatched>(
        tokens,
        trigger.credential,
        async (authorization) => {
          if (services.now() >= until) return tooLate();
          const attempt = Math.max(number, pass.failures + 1);
          const request = { target, inputs, authorization, attempt };
          const sent = await send(request, trigger);
          if (sent.kind !== "rejected") return sent;
          const found = await lookAgain(sent, target, authorization, services);
          return sendAgain(found, request, trigger);
        },
      );
      breaker.report(repository, outcome, isTrial);
      await pass.report(outcome);
      return outcome;
    };
    return { send: sendNow, release: pass.release };
  }

  /** Enables a workflow that GitHub has disabled, where the trigger asks for it. */
  async function sendAgain(
    refusal: Failure,
    request: DispatchRequest,
    trigger: Trigger,
  ): Promise<Dispatched | Failure> {
    if (refusal.code !== "workflow-disabled-inactivity" || !trigger.reenable) return refusal;
    const { target, authorization } = request;
    const failure = await enableWorkflow(target, authorization, services, services);
    if (failure !== undefined) return failure;
    const outcome = await send(request, trigger);
    const isStillDisabled = outcome.kind === "rejected" && outcome.code === "workflow-disabled";
    return isStillDisabled ? notYetEnabled() : outcome;
  }
}

function toWait(wait: Retry): Leave {
  return { send: async () => wait, release: async () => {} };
}

function keepPlace(wait: Retry, place: number | undefined): Retry {
  return place === undefined ? wait : { ...wait, place };
}

function notYetEnabled(): Failure {
  return retry("github-unavailable", "the workflow was enabled, and is not in force yet", 30);
}

/** Another handler may take over what was claimed so long ago. */
function tooLate(): Failure {
  return retry("preparation-timed-out", "the claim was made too long ago", 30);
}

/** That GitHub could not be asked about a run says nothing about it. */
function mayHaveRun(outcome: Dispatched | Failure): Dispatched | Failure {
  return outcome.kind === "retry" ? { ...outcome, mayHaveRun: true } : outcome;
}
