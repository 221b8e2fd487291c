import type { Config } from "../dispatch/config.ts";
import type { Delivery } from "../dispatch/delivery.ts";
import { codes, type Failure, type Outcome, rejected } from "../dispatch/outcome.ts";
import { findTrigger, workflowLabel } from "../dispatch/trigger.ts";

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

/** The record of a bug: what was thrown and where, without its message, which may quote what was delivered. */
export function bugRecord(delivery: string, error: unknown): LogRecord {
  const detail =
    error instanceof Error ? `${nameOf(error)} ${framesOf(error)}`.trim() : typeof error;
  return { delivery, ...failureFields(rejected("internal-error", detail)) };
}

function nameOf({ name }: Error): string {
  return /^\w{1,100}$/.test(name) ? name : "Error";
}

/** A message may have several lines, so the frames are known by their form, and by not being in it. */
function framesOf({ message, stack = "" }: Error): string {
  const lines = stack.replace(message, "").split("\n");
  const frames = lines.filter((line) => /^ {4}at .*(:\d+:\d+|<anonymous>|native)\)?$/.test(line));
  return frames
    .slice(0, 5)
    .map((line) => line.trim())
    .join(" ");
}

/**
 * GitHub's refusal of an input quotes its value, which came with the event or the call; the input's name
 * is enough to find the mistake.
 */
export function withoutValues(detail: string): string {
  return detail.replace(/(Provided value ').*?(?=' for input '[^']*' not in [^']*$|$)/s, "$1…");
}

function failureFields(failure: Failure): LogRecord {
  const { code } = failure;
  const level = failure.kind === "retry" || codes[code].concerns === "caller" ? "warn" : "error";
  const { title, remedy } = codes[code];
  return { level, message: title, code, detail: withoutValues(failure.detail), remedy };
}

function workflowOf(config: Config, name: string): { readonly workflow?: string } {
  const trigger = findTrigger(config, name);
  return trigger === undefined ? {} : { workflow: workflowLabel(trigger) };
}
