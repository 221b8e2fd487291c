import type { Catalog } from "./catalog.ts";
import type { Trigger } from "./config.ts";
import { contextsOf, type Delivery } from "./delivery.ts";
import {
  checkInputLimits,
  type Inputs,
  type InputTemplates,
  parseInputs,
  resolveInputs,
} from "./inputs.ts";
import { rejected, type Step } from "./outcome.ts";

/** The trigger of a delivery, and the inputs that its workflow gets. */
export interface Resolved {
  readonly trigger: Trigger;
  readonly inputs: Inputs;
}

/** Finds the trigger of a delivery and evaluates its inputs. Nothing else is asked. */
export type Resolve = (delivery: Delivery) => Step<Resolved>;

/** Resolves deliveries. Expressions are parsed when their trigger is first used. */
export function createResolve(catalog: Catalog): Resolve {
  const parsed = new WeakMap<Trigger, InputTemplates>();
  const templatesOf = (trigger: Trigger): InputTemplates => {
    const templates = parsed.get(trigger) ?? parseInputs(trigger.inputs);
    parsed.set(trigger, templates);
    return templates;
  };
  return (delivery) => {
    const trigger = catalog.trigger(delivery.trigger);
    if (trigger === undefined) {
      const detail = `there is no trigger '${delivery.trigger}'`;
      return { failure: rejected("trigger-not-found", detail) };
    }
    const inputs =
      delivery.source === "http" && delivery.call !== undefined
        ? { value: delivery.call.inputs }
        : resolveInputs(templatesOf(trigger), contextsOf(delivery));
    if (inputs.failure !== undefined) return inputs;
    const checked = checkInputLimits(withCorrelation(trigger, inputs.value, placeholder));
    return checked.failure === undefined ? { value: { trigger, inputs: inputs.value } } : checked;
  };
}

/** As long as a correlation id. */
export const placeholder = "wd-0000000000000000";

/** The inputs with the text that tells the delivery's run from others, where the workflow has such an input. */
export function withCorrelation(trigger: Trigger, inputs: Inputs, id: string): Inputs {
  const name = trigger["correlation-input"];
  return name === undefined ? inputs : { ...inputs, [name]: id };
}
