import type { Config } from "../dispatch/config.ts";
import type { Delivery } from "../dispatch/delivery.ts";
import { codes, type Failure, type Outcome } from "../dispatch/outcome.ts";

/**
 * One line of the log. It names things and never quotes what was delivered: no token, signature,
 * header, input or event.
 */
export interface LogRecord {
  readonly level: "info" | "warn" | "error";
  readonly message: string;
  readonly trigger?: string;
  readonly delivery?: string;
  readonly source?: Delivery["source"];
  readonly workflow?: string;
  readonly run?: { readonly id: number; readonly url: string } | undefined;
  readonly code?: string;
  readonly detail?: string;
  readonly remedy?: string;
}

/** The record of what became of a delivery. */
export function outcomeRecord(
  config: Config,
  delivery: Pick<Delivery, "trigger" | "id" | "source">,
  outcome: Outcome,
): LogRecord {
  const about = {
    trigger: delivery.trigger,
    delivery: delivery.id,
    source: delivery.source,
    ...workflowOf(config, delivery.trigger),
  };
  if (outcome.kind === "dispatched") {
    return { level: "info", message: "dispatched", ...about, run: outcome.run };
  }
  return { ...about, ...failureFields(outcome) };
}

/** The record of a call that was refused before it became a delivery. */
export function refusalRecord(trigger: string | undefined, failure: Failure): LogRecord {
  return {
    ...(trigger === undefined ? {} : { trigger }),
    source: "http",
    ...failureFields(failure),
  };
}

/** The record of a bug: what was thrown, without its message, which may quote what was delivered. */
export function bugRecord(delivery: string, error: unknown): LogRecord {
  const stack = error instanceof Error ? (error.stack ?? "").split("\n").slice(1, 6) : [];
  const name = error instanceof Error ? error.name : typeof error;
  const detail = [name, ...stack.map((line) => line.trim())].join(" ");
  return { level: "error", message: "failed unexpectedly", delivery, detail };
}

function failureFields(failure: Failure): LogRecord {
  const { code, detail } = failure;
  const level = failure.kind === "retry" || codes[code].concerns === "caller" ? "warn" : "error";
  return { level, message: codes[code].title, code, detail, remedy: codes[code].remedy };
}

function workflowOf(config: Config, name: string): { readonly workflow?: string } {
  const trigger = Object.hasOwn(config.triggers, name) ? config.triggers[name] : undefined;
  if (trigger === undefined) return {};
  return { workflow: `${trigger.repository}/${trigger.workflow}@${trigger.ref}` };
}
