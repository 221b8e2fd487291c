import { createHash } from "node:crypto";
import { tokenOf } from "./authorization.ts";
import type { RequestHead } from "./message.ts";

/** A request to the API that the stand-in received, and what came of it. */
export interface CallRecord {
  /** When it arrived, in milliseconds since 1970 by the stand-in's clock. */
  readonly time: number;
  readonly method: string;
  /** As sent, without the query. */
  readonly path: string;
  /** The status that was sent; 0 as long as there is no answer, and for good if there never is one. */
  readonly status: number;
  /** `hashToken` of the token; undefined for a request without one. */
  readonly token: string | undefined;
}

/** The requests so far. */
export interface CallLog {
  /** Oldest first: request number 1 is the first of them. */
  list(): readonly CallRecord[];
  /** Adds a request that has arrived and gives its number. */
  add(request: RequestHead, now: Date): number;
  /** Notes what request number `number` was answered with. */
  answered(number: number, status: number): void;
}

/** A log without requests. */
export function createCallLog(): CallLog {
  const calls: CallRecord[] = [];
  return {
    list: () => [...calls],
    add: ({ method, pathText, headers }, now) => {
      const token = tokenOf(headers.authorization);
      return calls.push({
        time: now.getTime(),
        method,
        path: pathText,
        status: 0,
        token: token === undefined ? undefined : hashToken(token),
      });
    },
    answered: (number, status) => {
      const call = calls[number - 1];
      if (call !== undefined) calls[number - 1] = { ...call, status };
    },
  };
}

/** What a record shows of a token: enough to tell one from another, not enough to use it. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex").slice(0, 12);
}
