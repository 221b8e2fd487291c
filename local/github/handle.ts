import type { IncomingMessage, ServerResponse } from "node:http";
import type { Access } from "./admission.ts";
import { answer, isPageRequest } from "./answer.ts";
import { tokenOf } from "./authorization.ts";
import type { CallLog } from "./calls.ts";
import { postDispatch } from "./endpoints.ts";
import { actOut } from "./faults/act-out.ts";
import type { Fault, FaultPlan } from "./faults.ts";
import { json, type Refusal, type RequestHead } from "./message.ts";
import { readBody } from "./request-body.ts";
import { routeOf } from "./routes.ts";
import type { LimitedCall, SecondaryLimiter } from "./secondary-limits.ts";
import { send } from "./send.ts";
import type { GitHubState } from "./state.ts";

/** All that handling a request needs. */
export interface Host {
  readonly state: GitHubState;
  readonly access: Access;
  readonly calls: CallLog;
  readonly limiter: SecondaryLimiter;
  readonly faults: FaultPlan;
}

/** Handles one HTTP request from its arrival to its answer, or to the fault it meets. */
export async function handle(
  host: Host,
  message: IncomingMessage,
  reply: ServerResponse,
): Promise<void> {
  const head = readHead(message);
  const call = isPageRequest(head) ? undefined : arrive(host, head);
  const leave = () => call && host.limiter.leave(call);
  const answered = (status: number) => {
    if (status === 0 || reply.destroyed) return;
    leave();
    if (call !== undefined) host.calls.answered(call.number, status);
  };
  reply.once("close", leave);
  try {
    answered(await respond(host, { message, reply, head, call }));
  } catch (error) {
    // The client has left, or there is a bug here. Neither may end the process.
    if (message.errored === null) console.error(error);
    if (reply.headersSent) return;
    send(reply, json(500, { message: "Server Error", status: "500" }));
    answered(500);
  }
}

/** A request to the API that has arrived. */
interface ArrivedCall extends LimitedCall {
  readonly isDispatch: boolean;
  /** Set if a secondary limit is exceeded with it. */
  readonly overLimit: Refusal | undefined;
}

interface Exchange {
  readonly message: IncomingMessage;
  readonly reply: ServerResponse;
  readonly head: RequestHead;
  /** Undefined for a page. */
  readonly call: ArrivedCall | undefined;
}

function arrive({ state, calls, limiter }: Host, head: RequestHead): ArrivedCall {
  const now = state.now();
  const route = routeOf(state.edition, head);
  const call = {
    number: calls.add(head, now),
    token: tokenOf(head.headers.authorization) ?? "",
    endpoint: route?.documentation ?? "",
    method: head.method,
    isDispatch: route?.endpoint === postDispatch,
  };
  return { ...call, overLimit: limiter.enter(call, now) };
}

/** Gives the status that was sent, or 0 for none. The plan is asked before the body is awaited. */
async function respond(
  { state, access, faults }: Host,
  { message, reply, head, call }: Exchange,
): Promise<number> {
  const fault = call && askPlan(faults, head, call);
  const request = { ...head, body: await readBody(message) };
  const respondToRequest = () => answer(state, access, request, call?.overLimit);
  if (fault !== undefined) {
    const dispatch = call?.isDispatch ? respondToRequest : undefined;
    return actOut(fault, { message, reply, dispatch, documentation: state.edition.documentation });
  }
  const response = await respondToRequest();
  send(reply, response);
  return response.status;
}

function askPlan(
  faults: FaultPlan,
  { method, pathText, headers }: RequestHead,
  { number, isDispatch }: ArrivedCall,
): Fault | undefined {
  return faults({ method, path: pathText, number, isDispatch, headers });
}

function readHead(message: IncomingMessage): RequestHead {
  const target = message.url ?? "/";
  const query = target.indexOf("?");
  const pathText = query < 0 ? target : target.slice(0, query);
  return {
    method: message.method ?? "GET",
    pathText,
    path: decodePath(pathText),
    query: new URLSearchParams(query < 0 ? "" : target.slice(query)),
    headers: message.headers,
  };
}

function decodePath(path: string): string[] | undefined {
  try {
    return path.split("/").slice(1).map(decodeURIComponent);
  } catch {
    return undefined;
  }
}
