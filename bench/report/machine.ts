import { cpus, machine, release, totalmem, type } from "node:os";

/** What a benchmark ran on. It names neither the host nor any path. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGigabytes: number;
  readonly system: string;
  readonly node: string;
}

/** This machine. */
export function thisMachine(): Machine {
  const processors = cpus();
  return {
    processor: processors[0]?.model.trim() ?? "unknown processor",
    cores: processors.length,
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    // What follows the first two numbers names who has built the kernel.
    system: `${type()} ${/^\d+(\.\d+)?/.exec(release())?.[0] ?? ""} ${machine()}`,
    node: process.versions.node,
  };
}

/** The machine in a line. */
export function machineText(of: Machine): string {
  const { processor, cores, memoryGigabytes, system, node } = of;
  return `${processor}, ${cores} cores, ${memoryGigabytes} GB of memory, ${system}, Node.js ${node}`;
}
