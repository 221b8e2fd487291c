import { join } from "node:path";
import { type Config, readConfig, type Trigger } from "../../../dispatch/config.ts";
import { contextsOf } from "../../../dispatch/delivery.ts";
import { createSendDispatch } from "../../../dispatch/github/send.ts";
import { targetOf } from "../../../dispatch/github/target.ts";
import { type Inputs, parseInputs, resolveInputs } from "../../../dispatch/inputs.ts";
import type { Outcome } from "../../../dispatch/outcome.ts";
import { placeholder, withCorrelation } from "../../../dispatch/resolve.ts";
import { findTrigger } from "../../../dispatch/trigger.ts";
import { createLocalDispatcher } from "../../../local/dispatcher.ts";
import type { GitHub } from "../../../local/github/server.ts";
import { withApiUrl } from "../../../local/github-for.ts";
import { now, type Project, token } from "./project.ts";

const request = { method: "POST", path: {}, query: {}, headers: {}, body: null, caller: "tests" };
const delivery = { source: "http", trigger: "deploy", id: "1", round: 0, request } as const;

/** Dispatches the trigger `deploy` through the whole core, as npm run fire does. */
export async function dispatchForReal(project: Project, { url }: GitHub): Promise<Outcome> {
  const { folder, triggers } = project;
  const settings = { triggers, apiUrl: url, token, state: join(folder, "state.sqlite") };
  const dispatcher = await createLocalDispatcher(settings, { log: () => {} });
  try {
    return await dispatcher.app.dispatch(delivery);
  } finally {
    await dispatcher.close();
  }
}

/** Sends the inputs of the trigger `deploy` whatever the core thinks of their size. */
export async function sendInputs(triggers: string, github: GitHub): Promise<Outcome> {
  const { config } = readConfig(triggers);
  const trigger = config && findTrigger(config, "deploy");
  if (config === undefined || trigger === undefined)
    throw new Error("The file of this test has problems.");
  const resolved = resolveInputs(parseInputs(trigger.inputs), contextsOf(delivery));
  if (resolved.failure !== undefined) return resolved.failure;
  return sendThese(resolved.value, trigger, withApiUrl(config, github.url));
}

/** Sends these inputs to the workflow of a trigger. */
export async function sendThese(
  inputs: Inputs,
  trigger: Trigger,
  config: Config,
): Promise<Outcome> {
  const send = createSendDispatch(
    { fetch, timeout: (milliseconds) => AbortSignal.timeout(milliseconds) },
    { now: () => now, random: () => 0.5 },
  );
  return send({
    target: targetOf(trigger, config),
    inputs: withCorrelation(trigger, inputs, placeholder),
    authorization: `Bearer ${token}`,
    attempt: 1,
  });
}
