import { timing } from "../../test/faults/consume.ts";
import type { Benchmark } from "../benchmark.ts";
import { bestPossible, dispatchLimits } from "./best-possible.ts";
import { measure } from "./measure.ts";
import { type Backlog, type Drains, resultsOf } from "./results.ts";

/** The backlog that something was promised for, in batches as deployed. */
const promised: Backlog = { deliveries: 10_000, concurrency: timing.concurrency };

const backlogs: readonly Backlog[] = [
  { deliveries: 100, concurrency: timing.concurrency },
  { deliveries: 1000, concurrency: 2 },
  { deliveries: 1000, concurrency: timing.concurrency },
  { deliveries: 1000, concurrency: 20 },
  { deliveries: 1000, concurrency: 100 },
  promised,
];

/** Each backlog is drained once with each. */
const seeds = [1, 2, 3];

const about = `
Deliveries wait in the queue, all at once, and are dispatched with one token. GitHub's stand-in enforces what GitHub
documents for one user: 80 requests a minute and 500 an hour that create content, 900 points a minute, 100 requests
at the same time, 5,000 an hour. At that pace, 10,000 deliveries take most of a day, so the time is a simulated one. The
handler, the core, the stand-in and its HTTP are the real ones, the queue has the rules of SQS, and the ledger is
in SQLite. A request to AWS takes 2 to 20 ms of the simulated time, one for the secret 50 to 300 ms, and one to GitHub
20 ms to 1 s each way, as chance has it; each backlog is drained ${seeds.length} times, with another chance each time.
*Best possible* is when the last one could be sent by somebody who knows everything and whose requests take no time:
each one exactly a minute after the one 80 before it, and an hour after the one 500 before it. *To drain* ends when
the queue is empty. Of a small backlog the ratio says little: those that must wait for the next minute are spread over
it, and one minute more is much of a few.

What the processor did is all of the simulation, and so is the memory of the process: the stand-in keeps every run,
and the queue and the ledger are in memory. What an instance of the function holds is what is freed when it
is dropped after the burst: it was at work all the time, and must not hold more after more deliveries.
`;

/** Draining a backlog within GitHub's documented limits. */
export const burst: Benchmark = {
  name: "burst",
  title: "Draining a backlog within GitHub's limits",
  about,
  async run() {
    const drains: Drains[] = [];
    for (const backlog of backlogs) {
      // The simulated time is the same whatever else the machine does.
      const runs = await Promise.all(seeds.map((seed) => measure({ ...backlog, seed })));
      drains.push({ backlog, best: bestPossible(backlog.deliveries, dispatchLimits), runs });
    }
    return resultsOf(drains, promised);
  },
};
