import { type Burst, drain } from "./drain.ts";
import type { Measured } from "./measure.ts";

// Drains the burst that it is sent, and answers with what was measured. Needs --expose-gc.

process.once("message", async (burst: Burst) => process.send?.(await measured(burst)));
// Whoever has started it may end without a word.
process.once("disconnect", () => process.exit());

async function measured(burst: Burst): Promise<Measured> {
  let heap = 0;
  const drained = await drain(burst, (instances) => {
    const before = heapInUse();
    const dropped = instances.length - 1;
    // With the last one goes the machine code that was made for all of them.
    instances.length = 1;
    heap = (before - heapInUse()) / dropped;
  });
  const { user, system } = process.cpuUsage();
  return {
    ...drained,
    cpuSeconds: (user + system) / 1e6,
    instanceHeap: heap / 1024,
    resident: process.resourceUsage().maxRSS / 1024,
  };
}

/** Bytes of what is still referred to. One collection leaves to the next what it has only found to be dead. */
function heapInUse(): number {
  for (let before = Number.POSITIVE_INFINITY; ; ) {
    globalThis.gc?.();
    const { heapUsed } = process.memoryUsage();
    if (heapUsed >= before) return heapUsed;
    before = heapUsed;
  }
}
