import type { Ledger } from "../../../dispatch/ledger.ts";
import type { App } from "../../../functions/app.ts";
import { type Faults, secrets } from "./cases.ts";

/** What is thrown quotes a secret, over several lines, one of which looks like a stack frame. */
export function bugError(quoted: string): Error {
  const text = `${secrets["github/pat"]} and ${quoted}`;
  return new TypeError(`it broke\n${text}\n    at ${text} (file.ts:1:1)`);
}

/** How requests reach GitHub. */
export function fetchOf({ github, bug }: Faults): typeof fetch {
  if (bug === "fetch") {
    return async (_url, init) => {
      throw bugError(JSON.stringify(init));
    };
  }
  switch (github) {
    case "silent":
      return async () => {
        throw new DOMException("The operation was aborted due to timeout", "TimeoutError");
      };
    case "failing":
      return async () => new Response("<html>Unicorn!</html>", { status: 502 });
    case "secondary-limit":
      return async () =>
        Response.json(
          { message: "You have exceeded a secondary rate limit." },
          { status: 403, headers: { "retry-after": "7" } },
        );
    case "long-limit":
      return async () =>
        Response.json(
          { message: "Too many." },
          { status: 429, headers: { "retry-after": "90000" } },
        );
    case "forbids-token":
      return async () =>
        Response.json(
          { message: "Resource not accessible by personal access token" },
          { status: 403 },
        );
    default:
      return fetch;
  }
}

/** The ledger, or one that can't be reached. */
export function breakLedger(ledger: Ledger, { bug }: Faults): Ledger {
  if (bug !== "ledger") return ledger;
  const fail = async (...record: readonly unknown[]) => {
    throw bugError(JSON.stringify(record));
  };
  return { put: fail, get: fail, between: fail };
}

/** The app with a bug in it. */
export function breakDispatch(app: App, { bug }: Faults): App {
  switch (bug) {
    case "dispatch":
      return {
        ...app,
        dispatch: async (delivery) => {
          throw bugError(JSON.stringify(delivery));
        },
      };
    case "dispatch-text":
      return {
        ...app,
        dispatch: async (delivery) => {
          throw bugError(JSON.stringify(delivery)).message;
        },
      };
    case "clock":
      return {
        ...app,
        now: () => {
          throw bugError("the time");
        },
      };
    default:
      return app;
  }
}
