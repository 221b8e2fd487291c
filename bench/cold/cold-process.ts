import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { bundleModule } from "../candidates/bundle.ts";
import type { Candidate } from "../candidates/candidate.ts";
import { eventFor } from "../candidates/events.ts";
import type { Report } from "./once.ts";

/** What was measured of one cold process. */
export interface ColdStart extends Report {
  /** Milliseconds from the start of the process to the end of its first dispatch. */
  readonly first: number;
}

/** Starts candidates, each in a new process. Both reject with what a candidate has complained of. */
export interface ColdProcesses {
  readonly start: (candidate: Candidate) => Promise<ColdStart>;
  /** The bytes of files that a candidate has loaded before its first dispatch is sent. */
  readonly countParsed: (candidate: Candidate) => Promise<number>;
}

/** @param folder where the modules that the processes run are written. */
export async function createColdProcesses(folder: string): Promise<ColdProcesses> {
  // Bundled, since a process that has to strip the types of its own code takes longer to start.
  const runner = await bundleModule("bench/cold/once.ts", folder);
  const counter = await bundleModule("bench/cold/count-parsed.ts", folder);
  return {
    async start(candidate) {
      let first = Number.NaN;
      const begun = performance.now();
      const { report, ended } = run([runner], candidate);
      const chunks: Buffer[] = [];
      report.on("data", (chunk: Buffer) => {
        first = performance.now() - begun;
        chunks.push(chunk);
      });
      await ended;
      return { ...(JSON.parse(String(Buffer.concat(chunks))) as Report), first };
    },
    async countParsed(candidate) {
      const { report, count, ended } = run(["--import", counter, runner], candidate);
      report.resume();
      const [counted] = await Promise.all([text(count), ended]);
      if (counted === "") throw new Error(`${candidate.name} has sent no dispatch`);
      return Number(counted);
    },
  };
}

interface Running {
  readonly report: Readable;
  readonly count: Readable;
  readonly ended: Promise<void>;
}

function run(args: readonly string[], { name, file, event, environment }: Candidate): Running {
  const child = spawn(process.execPath, [...args, file, eventFor(event, randomUUID())], {
    env: environment,
    // Logs go nowhere, as quickly for everybody.
    stdio: ["ignore", "ignore", "pipe", "pipe", "pipe"],
  });
  const [, , complaints, report, count] = child.stdio as unknown as readonly Readable[];
  if (complaints === undefined || report === undefined || count === undefined) {
    throw new Error("the process has no pipes");
  }
  const complained = text(complaints);
  const ended = new Promise<void>((resolve, reject) => {
    child.once("close", async (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${name} ended with ${code}:\n${await complained}`));
    });
  });
  return { report, count, ended };
}
