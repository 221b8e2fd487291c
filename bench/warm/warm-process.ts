import { spawn } from "node:child_process";
import type { Candidate } from "../candidates/candidate.ts";
import { ask, dismiss } from "../stand-ins/ask.ts";
import type { Block, Reply, Took } from "./loop.ts";

/** A candidate in a process that stays, and works only while it is asked to. */
export interface WarmProcess {
  /** Rejects with what the handler has thrown, or answered other than success. */
  readonly measure: (block: Block) => Promise<Took>;
  readonly close: () => Promise<void>;
}

/**
 * Starts a candidate.
 *
 * @param loop the bundled bench/warm/loop.ts.
 */
export function startWarmProcess(
  { name, file, environment }: Candidate,
  loop: string,
): WarmProcess {
  const child = spawn(process.execPath, [loop, file], {
    env: environment,
    // Logs go nowhere, as quickly for everybody.
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  return {
    async measure(block) {
      const reply = await ask<Reply>(child, block);
      if ("failure" in reply) throw new Error(`${name} has failed: ${reply.failure}`);
      return reply;
    },
    close: () => dismiss(child),
  };
}
