import { randomUUID } from "node:crypto";
import { existsSync, readFileSync, writeSync } from "node:fs";
import { argv, cpuUsage, exit, resourceUsage } from "node:process";
import { eventFor } from "../candidates/events.ts";
import { context, expectSuccess, failWith, loadHandler, logAsJson } from "../candidates/runtime.ts";

/** What a process that called a handler tells of itself; the CPU is in milliseconds, all threads together. */
export interface Life {
  /** CPU until the handler's module was loaded, Node's own start included. */
  readonly initCpu: number;
  /** CPU of the first call. */
  readonly firstCpu: number;
  /** Bytes of resident memory that the process had at most. */
  readonly peak: number;
}

async function live(file: string, eventFile: string, calls: number): Promise<Life> {
  const handler = await loadHandler(file);
  const initCpu = cpu();
  // Lambda's runtime has the event as a text, too, before it parses it.
  const callOnce = async () =>
    expectSuccess(await handler(JSON.parse(eventFor(read(eventFile), randomUUID())), context));
  await callOnce();
  const firstCpu = cpu() - initCpu;
  for (let call = 1; call < calls; call += 1) await callOnce();
  return { initCpu, firstCpu, peak: peak() };
}

function cpu(): number {
  const { user, system } = cpuUsage();
  return (user + system) / 1000;
}

/**
 * On Linux, `getrusage` counts what the parent had when it started the process, so the process's own status goes
 * first: man7.org/linux/man-pages/man5/proc_pid_status.5.html
 */
function peak(): number {
  const path = "/proc/self/status";
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(existsSync(path) ? read(path) : "") ?? [];
  return Number(kilobytes ?? resourceUsage().maxRSS) * 1024;
}

function read(path: string): string {
  return readFileSync(path, "utf8");
}

const [, , file = "", eventFile = "", calls = "1"] = argv;
logAsJson();
try {
  writeSync(3, JSON.stringify(await live(file, eventFile, Number(calls))));
} catch (error) {
  failWith(error);
}
exit();
