import type { IncomingHttpHeaders, OutgoingHttpHeaders } from "node:http";

/** A request as it came over the wire. */
export interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What is answered; the body is JSON. */
export interface Answer {
  readonly status: number;
  readonly headers?: OutgoingHttpHeaders;
  readonly body: unknown;
}

/** The JSON object in a body; nothing if it is none. */
export function objectIn(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The members of an object that are none of those allowed. */
export function strangers(value: object, allowed: readonly string[]): readonly string[] {
  return Object.keys(value).filter((name) => !allowed.includes(name));
}
