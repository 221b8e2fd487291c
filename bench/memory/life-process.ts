import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { bundleModule } from "../candidates/bundle.ts";
import type { Candidate } from "../candidates/candidate.ts";
import type { Life } from "./life.ts";

/** How often a process calls its handler, and as a function of how many megabytes. */
export interface Course {
  readonly calls: number;
  readonly megabytes: number;
}

/**
 * Has a new process call a candidate several times, one call after another. It gets nothing where V8 gives up for
 * want of memory, and rejects with what the process has complained of otherwise.
 */
export type LiveThrough = (candidate: Candidate, course: Course) => Promise<Life | undefined>;

/** @param folder where the module that the processes run and their events are written. */
export async function createLives(folder: string): Promise<LiveThrough> {
  const module = await bundleModule("bench/memory/life.ts", folder);
  return async ({ name, file, event, environment }, { calls, megabytes }) => {
    // An argument may not be as long as the largest event.
    const eventFile = join(folder, `${randomUUID()}.json`);
    writeFileSync(eventFile, event);
    const args = [...heapOptions(megabytes), module, file, eventFile, String(calls)];
    const child = spawn(process.execPath, args, {
      env: { ...environment, AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(megabytes) },
      // Logs go nowhere.
      stdio: ["ignore", "ignore", "pipe", "pipe"],
    });
    const closed = new Promise((resolve) => child.once("close", resolve));
    const [complaints, report] = child.stdio.slice(2) as unknown as readonly [Readable, Readable];
    const [complained, reported] = await Promise.all([text(complaints), text(report), closed]);
    if (reported !== "") return JSON.parse(reported) as Life;
    if (complained.includes("JavaScript heap out of memory")) return undefined;
    throw new Error(`${name} ended without a report:\n${complained}`);
  };
}

/**
 * The limits that Lambda's Node.js runtime sets for V8, from which V8 reckons how much garbage may wait: a tenth of
 * the memory for new objects, the rest for old ones. They are in `/var/runtime/bootstrap` of AWS's image
 * public.ecr.aws/lambda/nodejs.
 */
export function heapOptions(megabytes: number): readonly string[] {
  const newSpace = Math.floor(megabytes / 10);
  const semiSpace = Math.floor(newSpace / 2);
  return [`--max-semi-space-size=${semiSpace}`, `--max-old-space-size=${megabytes - newSpace}`];
}
