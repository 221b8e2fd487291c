import { setTimeout as wait } from "node:timers/promises";
import type { Transport } from "../../dispatch/github/call.ts";
import type { FaultPlan } from "../../local/github/faults.ts";
import type { Run } from "../../local/github/runs.ts";
import type { Clock } from "./clock.ts";

/**
 * Requests whose time-outs come when the stand-in is known to be silent, not after real seconds. The clock
 * moves to one only while nothing but silence is waited for: else a request that takes a millisecond on
 * its way would arrive ten seconds after it was sent, and GitHub's limits would count it there.
 */
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
  readonly limit: Limit;
  /** Whether there will be an answer; if not, whether the stand-in may still be starting a run. */
  state: "open" | "silenced" | "idle";
}

/** A request's time-out. */
interface Limit {
  /** Milliseconds since the epoch. */
  readonly due: number;
  readonly abort: () => void;
}

/** By which header the stand-in's plan and the client know that they talk of the same request. */
const tag = "x-request-number";

/** Real milliseconds after which a silent request has certainly not started a run, even on a busy machine. */
const handling = 5000;

export function createPatience(clock: Clock): Patience {
  const limits = new WeakMap<AbortSignal, Limit>();
  const underWay = new Map<string, Sent>();
  let requests = 0;

  /**
   * Moves the clock to the next time-out, if nothing else is waited for. Between an answer and the next
   * request handlers here wait for nothing but promises, so that the request is sent before it looks; not
   * so for an App's token, which is signed outside of them, and which no test has together with silence.
   */
  function look(): void {
    setImmediate(() => {
      const all = [...underWay.values()];
      if (!all.every(({ state }) => state === "idle")) return;
      const [next] = all.map(({ limit }) => limit).toSorted((a, b) => a.due - b.due);
      if (next === undefined) return;
      clock.moveTo(next.due);
      next.abort();
    });
  }

  function rest(sent: Sent): void {
    sent.state = "idle";
    look();
  }

  return {
    timeout(milliseconds) {
      const controller = new AbortController();
      limits.set(controller.signal, {
        due: clock.now() + milliseconds,
        abort: () => controller.abort(new DOMException("It took too long.", "TimeoutError")),
      });
      return controller.signal;
    },
    async fetch(url, init) {
      requests += 1;
      const number = String(requests);
      const limit = init?.signal && limits.get(init.signal);
      if (!limit) throw new Error("every request has a time-out of this clock");
      underWay.set(number, { id: idIn(init.body), limit, state: "open" });
      try {
        const response = await fetch(url, { ...init, headers: { ...init.headers, [tag]: number } });
        await drain(response.clone());
        return response;
      } finally {
        underWay.delete(number);
        look();
      }
    },
    noticing: (plan) => (call) => {
      const fault = plan(call);
      const sent = underWay.get(String(call.headers[tag]));
      if (fault?.kind !== "silence" || sent === undefined) return fault;
      sent.state = "silenced";
      const mayRun = fault.created && call.isDispatch;
      void wait(mayRun ? handling : 0).then(() => rest(sent));
      return fault;
    },
    onRun({ inputs }) {
      for (const sent of underWay.values()) {
        if (sent.state === "silenced" && sent.id === inputs.id) rest(sent);
      }
    },
  };
}

/** A body that breaks off is for whoever reads it to find out. */
async function drain(response: Response): Promise<void> {
  await response.arrayBuffer().catch(() => {});
}

function idIn(body: RequestInit["body"]): string | undefined {
  if (typeof body !== "string") return undefined;
  const { inputs } = JSON.parse(body) as { readonly inputs?: { readonly id?: string } };
  return inputs?.id;
}
