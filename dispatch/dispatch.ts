import type { Config, Trigger } from "./config.ts";
import { contextsOf, type Delivery } from "./delivery.ts";
import { createSendDispatch, type Target } from "./github/send.ts";
import { type InputTemplates, parseInputs, resolveInputs } from "./inputs.ts";
import { type Outcome, rejected } from "./outcome.ts";
import { type Authorization, createTokens, type TokenServices } from "./tokens/tokens.ts";
import { credentialNamed, findTrigger } from "./trigger.ts";

/** What dispatching needs of the outside world. */
export type Services = TokenServices;

/** Turns one delivery into one dispatch, and says what became of it. Throws only for bugs. */
export type Dispatch = (delivery: Delivery) => Promise<Outcome>;

/** The whole path: find the trigger, resolve its inputs, get the token, send one POST. */
export function createDispatch(config: Config, services: Services): Dispatch {
  const tokens = createTokens(config.credentials, services);
  const send = createSendDispatch(services.fetch, services);
  const templatesOf = createTemplates();

  /** A token is kept for minutes and may have been rotated since: after a refusal, a fresh one decides. */
  async function withToken(credential: string, attempt: Attempt): Promise<Outcome> {
    const kept = await tokens.get(credential);
    if (kept.failure !== undefined) return kept.failure;
    const outcome = await attempt(kept.value);
    if (!isTokenRefused(outcome)) return outcome;
    tokens.forget(credential, kept.value);
    const fresh = await tokens.get(credential);
    if (fresh.failure !== undefined) return fresh.failure;
    const secondOutcome = await attempt(fresh.value);
    if (isTokenRefused(secondOutcome)) tokens.forget(credential, fresh.value);
    return secondOutcome;
  }

  return async (delivery) => {
    const trigger = findTrigger(config, delivery.trigger);
    if (trigger === undefined) {
      return rejected("trigger-not-found", `there is no trigger '${delivery.trigger}'`);
    }
    const inputs = resolveInputs(templatesOf(trigger), contextsOf(delivery));
    if (inputs.failure !== undefined) return inputs.failure;
    const target = targetOf(trigger, config);
    return withToken(trigger.credential, (token) => send(target, inputs.value, token));
  };
}

type Attempt = (authorization: Authorization) => Promise<Outcome>;

function isTokenRefused(outcome: Outcome): boolean {
  return outcome.kind === "retry" && outcome.code === "token-invalid";
}

/** Where a trigger's dispatches go. */
export function targetOf(trigger: Trigger, config: Config): Target {
  const credential = credentialNamed(trigger.credential, config.credentials);
  const { repository, workflow, ref } = trigger;
  return { apiUrl: credential["api-url"], repository, workflow, ref };
}

/** Parses the expressions of a trigger when it is first used. */
function createTemplates(): (trigger: Trigger) => InputTemplates {
  const parsed = new WeakMap<Trigger, InputTemplates>();
  return (trigger) => {
    const templates = parsed.get(trigger) ?? parseInputs(trigger.inputs);
    parsed.set(trigger, templates);
    return templates;
  };
}
