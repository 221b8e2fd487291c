import { randomUUID } from "node:crypto";
import { pathParameters } from "../dispatch/config/http-rules.ts";
import type { Config, Trigger } from "../dispatch/config.ts";
import type { Delivery } from "../dispatch/delivery.ts";
import type { Json, JsonObject } from "../dispatch/expressions/data.ts";
import { findTrigger } from "../dispatch/trigger.ts";
import { outcomeRecord } from "../functions/log.ts";
import { createLocalDispatcher } from "./dispatcher.ts";
import { outcomeLine } from "./report.ts";
import { type LocalSettings, SettingsError } from "./settings.ts";

/** What is said to have happened; nothing: what starts the trigger by itself. */
export type Happening =
  | { readonly event: JsonObject }
  | { readonly body: Json; readonly path: Readonly<Record<string, string>> };

export interface Firing {
  readonly trigger: string;
  readonly happening: Happening | undefined;
  /** Literal inputs, in place of the trigger's own. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Print the request instead of sending it. */
  readonly dryRun: boolean;
  readonly print: (line: string) => void;
}

/**
 * Runs one trigger now, through the whole core.
 *
 * @returns whether the run was started, or the request printed.
 * @throws SettingsError when triggers.yaml has problems or has no such trigger.
 */
export async function fireTrigger(settings: LocalSettings, firing: Firing): Promise<boolean> {
  const { print } = firing;
  const dispatcher = await createLocalDispatcher(settings, {
    log: () => {},
    send: firing.dryRun ? printRequest(print) : fetch,
    dryRun: firing.dryRun,
    adapt: (config) => withInputs(config, firing),
  });
  try {
    const delivery = deliveryOf(dispatcher.config, firing);
    const outcome = await dispatcher.app.dispatch(delivery);
    const isDone = outcome.kind === "dispatched";
    if (isDone && firing.dryRun) return true;
    const record = outcomeRecord(dispatcher.app.catalog, delivery, outcome);
    const standIn = dispatcher.github;
    print(outcomeLine(standIn === undefined ? record : { ...record, run: undefined }, new Date()));
    // The stand-in ends with this command, so its run's page would be gone: what it says is printed.
    const { inputs = {} } = standIn?.runs().at(-1) ?? {};
    for (const [name, value] of Object.entries(inputs)) print(`  ${name}: ${value}`);
    return isDone;
  } finally {
    await dispatcher.close();
  }
}

/** Prints a dispatch request in place of sending it; an App gets a token that is none. */
function printRequest(print: Firing["print"]): typeof fetch {
  return async (url, init) => {
    if (!String(url).endsWith("/dispatches")) return Response.json(noToken, { status: 201 });
    const headers = new Headers(init?.headers);
    const scheme = headers.get("authorization")?.split(" ")[0];
    headers.set("authorization", `${scheme} (not shown)`);
    const lines = [...headers].map(([name, value]) => `${name}: ${value}`);
    const body = JSON.stringify(JSON.parse(String(init?.body)), null, 2);
    print([`${init?.method} ${url}`, ...lines, "", body].join("\n"));
    return new Response(null, { status: 204 });
  };
}

const noToken = { token: "none", expires_at: "9999-12-31T23:59:59Z" };

function withInputs(config: Config, { trigger: name, inputs }: Firing): Config {
  const trigger = triggerNamed(config, name);
  if (Object.keys(inputs).length === 0) return config;
  const literals = Object.entries(inputs).map(([input, text]) => [
    input,
    text.replaceAll("${{", "${{ '${{' }}"),
  ]);
  if (typeof trigger.inputs === "string") {
    const message = "are one expression in triggers.yaml, so --input can't replace one of them.";
    throw new SettingsError(`The inputs of ${name} ${message} Use --body or --event.`);
  }
  const changed = { ...trigger, inputs: { ...trigger.inputs, ...Object.fromEntries(literals) } };
  return { ...config, triggers: { ...config.triggers, [name]: changed } };
}

function triggerNamed(config: Config, name: string): Trigger {
  const trigger = findTrigger(config, name);
  if (trigger !== undefined) return trigger;
  const names = Object.keys(config.triggers).join(", ") || "none";
  throw new SettingsError(`There is no trigger ${name}. There are: ${names}.`);
}

function deliveryOf(config: Config, { trigger: name, happening }: Firing): Delivery {
  const { on } = triggerNamed(config, name);
  const id = randomUUID();
  const round = 0;
  if (happening !== undefined && "event" in happening) {
    if (on.event === undefined) throw new SettingsError(`${name} has no on.event.`);
    return { source: "event", trigger: name, id, round, event: { id, ...happening.event } };
  }
  const [schedule] = on.schedule ?? [];
  if (happening === undefined && schedule !== undefined) {
    const { cron, timezone } = schedule;
    const time = `${new Date().toISOString().slice(0, 19)}Z`;
    const context = { "scheduled-time": time, cron, timezone };
    return { source: "schedule", trigger: name, id, round, schedule: context };
  }
  if (on.http === undefined) {
    if (happening !== undefined) throw new SettingsError(`${name} has no on.http.`);
    throw new SettingsError(`${name} is started by an event: add --event FILE.`);
  }
  const { body, path } = happening ?? { body: null, path: {} };
  const known = pathParameters(on.http.path);
  const unknown = Object.keys(path).find((parameter) => !known.includes(parameter));
  if (unknown !== undefined) {
    throw new SettingsError(`The path ${on.http.path} of ${name} has no parameter ${unknown}.`);
  }
  const headers = body === null ? {} : { "content-type": "application/json" };
  const request = { method: on.http.method, path, query: {}, headers, body, caller: "fire" };
  return { source: "http", trigger: name, id, round, request };
}
