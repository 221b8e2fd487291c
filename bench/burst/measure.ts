import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { ask, dismiss } from "../stand-ins/ask.ts";
import type { Burst, Drained } from "./drain.ts";

/** What became of a burst, and what it took. */
export interface Measured extends Drained {
  /** Of the whole process: the function's instances, the stand-in, queue and ledger. */
  readonly cpuSeconds: number;
  /** What one instance of the function still holds on the heap when the queue is empty, in KB. */
  readonly instanceHeap: number;
  /** The most memory that the whole process had at any time, in MB. */
  readonly resident: number;
}

const script = fileURLToPath(new URL("./drain-process.ts", import.meta.url));

/**
 * Drains a burst in a process of its own, so that its memory is nobody else's.
 *
 * @throws Error when the process fails; why, it has said on its standard error.
 */
export async function measure(burst: Burst): Promise<Measured> {
  const child = spawn(process.execPath, ["--expose-gc", script], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  try {
    return await ask<Measured>(child, burst);
  } finally {
    await dismiss(child);
  }
}
