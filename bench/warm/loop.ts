import { randomUUID } from "node:crypto";
import process, { argv, cpuUsage, exit } from "node:process";
import { eventFor } from "../candidates/events.ts";
import {
  context,
  expectSuccess,
  failWith,
  type Handler,
  loadHandler,
  logAsJson,
  reasonOf,
} from "../candidates/runtime.ts";

/** Calls of a handler that are measured together. */
export interface Block {
  /** The JSON of the event: see `eventFor`. */
  readonly event: string;
  readonly calls: number;
  /** Calls that are made at the same time. */
  readonly concurrency: number;
  /** How many triggers the event can be for, which the calls are in turn; left out: one. */
  readonly triggers?: number;
}

/** Milliseconds that a block took: on the clock, and of the processor. */
export interface Took {
  readonly time: number;
  readonly cpu: number;
}

/** What is answered to a block. */
export type Reply = Took | { readonly failure: string };

const [, , file = ""] = argv;
const run = randomUUID();
let delivery = 0;

async function call(handler: Handler, { event, triggers = 1 }: Block): Promise<void> {
  delivery += 1;
  const text = eventFor(event, `${run}-${delivery}`, delivery % triggers);
  // Lambda's runtime parses each event, too.
  expectSuccess(await handler(JSON.parse(text), context));
}

async function measure(handler: Handler, block: Block): Promise<Took> {
  const { calls, concurrency } = block;
  const callSome = async () => {
    for (let left = calls / concurrency; left > 0; left -= 1) await call(handler, block);
  };
  const cpu = cpuUsage();
  const begun = performance.now();
  await Promise.all(Array.from({ length: concurrency }, callSome));
  const time = performance.now() - begun;
  const { user, system } = cpuUsage(cpu);
  return { time, cpu: (user + system) / 1000 };
}

async function replyTo(handler: Handler, block: Block): Promise<Reply> {
  try {
    return await measure(handler, block);
  } catch (error) {
    return { failure: reasonOf(error) };
  }
}

logAsJson();
const handler = await loadHandler(file).catch(failWith);
process.on("message", async (block: Block) => process.send?.(await replyTo(handler, block)));
process.once("disconnect", () => exit());
