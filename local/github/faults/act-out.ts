import type { IncomingMessage, ServerResponse } from "node:http";
import { badCredentials } from "../authorization.ts";
import type { Fault } from "../faults.ts";
import { json, type Response, refuse } from "../message.ts";
import { send } from "../send.ts";
import { rateLimitFault } from "./rate-limit.ts";

/** The request that meets a fault. */
export interface Exchange {
  readonly message: IncomingMessage;
  readonly reply: ServerResponse;
  /** Handles the request as if nothing were wrong; undefined for a request that is no dispatch. */
  readonly dispatch: (() => Promise<unknown>) | undefined;
  /** Where the edition's documentation is. */
  readonly documentation: string;
}

/** Does what the fault says in place of the answer. Gives the status that was sent, or 0 for none. */
export async function actOut(fault: Fault, exchange: Exchange): Promise<number> {
  if ("created" in fault && fault.created) await exchange.dispatch?.();
  const { reply, message } = exchange;
  switch (fault.kind) {
    case "reset":
      message.socket.resetAndDestroy();
      return 0;
    case "silence":
      return 0;
    case "truncated":
      reply.writeHead(200, { "content-type": jsonType, "content-length": 200 });
      reply.write('{"workflow_run_id":');
      message.socket.destroySoon();
      return 200;
    default: {
      const response = spoiltAnswer(fault, exchange.documentation);
      send(reply, response);
      return response.status;
    }
  }
}

const jsonType = "application/json; charset=utf-8";

type AnsweredFault = Extract<
  Fault,
  { kind: "status" | "rate-limited" | "not-json" | "unauthorized" }
>;

function spoiltAnswer(fault: AnsweredFault, documentation: string): Response {
  switch (fault.kind) {
    case "status":
      return serverError(fault.status);
    case "rate-limited":
      return rateLimitFault(fault, documentation);
    case "not-json":
      return webPage(200, "GitHub");
    case "unauthorized":
      return refuse(badCredentials, `${documentation}/rest`);
  }
}

/**
 * The application itself answers 500, what stands before it the others, with a web page
 * (github.com/osunyorg/admin/issues/1792 for a 502).
 */
function serverError(status: 500 | 502 | 503 | 504): Response {
  if (status === 500) return json(500, { message: "Server Error" });
  return webPage(status, titles[status]);
}

const titles = {
  502: "502 Bad Gateway",
  503: "503 Service Unavailable",
  504: "504 Gateway Time-out",
} as const;

function webPage(status: number, title: string): Response {
  const text = `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body></body></html>\n`;
  return { status, headers: { "content-type": "text/html; charset=utf-8" }, text };
}
