import { setTimeout as wait } from "node:timers/promises";
import type { Transport } from "../../dispatch/github/call.ts";
import type { FaultPlan } from "../../local/github/faults.ts";
import type { Run } from "../../local/github/runs.ts";
import type { Clock } from "./clock.ts";

/** Requests whose time-outs come when the stand-in is known to be silent, not after real seconds. */
export interface Patience extends Transport {
  readonly fetch: typeof fetch;
  /** Notices which requests of a plan are never answered. */
  readonly noticing: (plan: FaultPlan) => FaultPlan;
  /** Notices that a run was started, by its input `id`. */
  readonly onRun: (run: Run) => void;
}

/** A request under way. */
interface Sent {
  /** The input `id` of a dispatch. */
  readonly id: string | undefined;
  /** Moves the clock to its time-out and ends it. */
  readonly timeOut: () => void;
  isSilenced: boolean;
}

/** By which header the stand-in's plan and the client know that they talk of the same request. */
const tag = "x-request-number";

/** Real milliseconds after which a silent request has certainly not started a run. */
const handling = 500;

export function createPatience(clock: Clock): Patience {
  const limits = new WeakMap<AbortSignal, () => void>();
  const underWay = new Map<string, Sent>();
  let requests = 0;
  return {
    timeout(milliseconds) {
      const controller = new AbortController();
      const due = clock.now() + milliseconds;
      limits.set(controller.signal, () => {
        clock.moveTo(due);
        controller.abort(new DOMException("It took too long.", "TimeoutError"));
      });
      return controller.signal;
    },
    async fetch(url, init) {
      requests += 1;
      const number = String(requests);
      const timeOut = (init?.signal && limits.get(init.signal)) ?? (() => {});
      underWay.set(number, { id: idIn(init?.body), timeOut, isSilenced: false });
      try {
        return await fetch(url, { ...init, headers: { ...init?.headers, [tag]: number } });
      } finally {
        underWay.delete(number);
      }
    },
    noticing: (plan) => (call) => {
      const fault = plan(call);
      const sent = underWay.get(String(call.headers[tag]));
      if (fault?.kind !== "silence" || sent === undefined) return fault;
      sent.isSilenced = true;
      const mayRun = fault.created && call.isDispatch;
      void wait(mayRun ? handling : 0).then(sent.timeOut);
      return fault;
    },
    onRun({ inputs }) {
      for (const { id, isSilenced, timeOut } of underWay.values()) {
        if (isSilenced && id === inputs.id) setImmediate(timeOut);
      }
    },
  };
}

function idIn(body: RequestInit["body"]): string | undefined {
  if (typeof body !== "string") return undefined;
  const { inputs } = JSON.parse(body) as { readonly inputs?: { readonly id?: string } };
  return inputs?.id;
}
