import type { Catalog } from "../dispatch/catalog.ts";
import type { Delivery } from "../dispatch/delivery.ts";
import {
  codes,
  type Duplicate,
  type Failure,
  type Outcome,
  type Retry,
  rejected,
  retry,
} from "../dispatch/outcome.ts";
import { withoutValues } from "../dispatch/redact.ts";
import { expiresSoon, type TokenExpiry } from "../dispatch/tokens/expiry.ts";
import { workflowLabel } from "../dispatch/trigger.ts";

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
  /** Whether the queue has the HTTP call now. */
  readonly queued?: boolean;
  /** Why the same delivery was given up when it came first. */
  readonly first?: string;
  readonly credential?: string;
  /** When the credential's token expires: ISO 8601, and the whole days until then. */
  readonly expires?: string;
  readonly daysLeft?: number;
}

/** The record of what became of a delivery. */
export function outcomeRecord(
  catalog: Catalog,
  delivery: Pick<Delivery, "trigger" | "id" | "source">,
  outcome: Outcome,
): LogRecord {
  const about = {
    trigger: delivery.trigger,
    delivery: delivery.id,
    source: delivery.source,
    ...workflowOf(catalog, delivery.trigger),
  };
  switch (outcome.kind) {
    case "dispatched":
      return { level: "info", message: "dispatched", ...about, run: outcome.run };
    case "duplicate":
      return { level: "info", message: "duplicate", ...about, ...firstFields(outcome.first) };
    default:
      return { ...about, ...failureFields(outcome) };
  }
}

/** What became of the delivery when it came for the first time. */
function firstFields(first: Duplicate["first"]) {
  return first.kind === "dispatched" ? { run: first.run } : { first: first.code };
}

/** The record of an HTTP call that the queue has now. */
export function queuedRecord(catalog: Catalog, delivery: Delivery, outcome: Retry): LogRecord {
  return { ...outcomeRecord(catalog, delivery, outcome), level: "info", queued: true };
}

/** The record of what the ledger failed to do. The error's message may quote a record. */
export function ledgerRecord(error: unknown): LogRecord {
  const detail = error instanceof Error ? nameOf(error) : typeof error;
  return failureFields(retry("ledger-unavailable", detail, 0));
}

/** The record of when a token expires. */
export function expiryRecord(expiry: TokenExpiry): LogRecord {
  const { credential, expires, daysLeft } = expiry;
  const level = expiresSoon(expiry) ? "warn" : "info";
  const date = new Date(expires).toISOString();
  return { level, message: "the token expires", credential, expires: date, daysLeft };
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

function failureFields(failure: Failure): LogRecord {
  const { code } = failure;
  const level = failure.kind === "retry" || codes[code].concerns === "caller" ? "warn" : "error";
  const { title, remedy } = codes[code];
  return { level, message: title, code, detail: withoutValues(failure.detail), remedy };
}

function workflowOf(catalog: Catalog, name: string): { readonly workflow?: string } {
  const trigger = catalog.trigger(name);
  return trigger === undefined ? {} : { workflow: workflowLabel(trigger) };
}
