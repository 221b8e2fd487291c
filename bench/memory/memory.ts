import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Benchmark, Results } from "../benchmark.ts";
import { expectRuns, type Setting, withStandIns } from "../candidates/setting.ts";
import { networkWait } from "../money/deployed.ts";
import { startStandIns } from "../stand-ins/start.ts";
import { dispatchesOfCpu, measureCpu } from "./cpu.ts";
import { largeOrder } from "./large.ts";
import { createLives, type LiveThrough } from "./life-process.ts";
import { largeLoads, measurePeaks, type Peaks, sizes, smallLoads } from "./peaks.ts";
import { resultsOf } from "./results.ts";

const about = `
How much memory the functions need, and what more of it buys. \`infra/functions.ts\` sets one size for both.

**Needed** is measured: the most memory that a process of the real \`queue\` and \`http\` had resident, as Linux counts it,
with V8's limits as Lambda's Node.js runtime sets them for each memory size. The more V8 may take, the longer it leaves
garbage, so the same load takes more where there is more. The largest batch is ten messages and 6 MB of JSON in all,
which is what Lambda takes for a synchronous call, given several times; the largest body is the 1 MB that \`http\`
takes, given many times; each becomes inputs nearly as large as GitHub takes. *Costly content* is \`[{}]\` again and
again, which becomes the largest objects of what was tried. No known source has such events, and it takes somebody who
may put events on the bus; bodies come from anybody whom a route lets in. MB are Lambda's, of 1,048,576 bytes. Lambda's
own runtime is in the same memory and is not measured; 40 MB are a guess. So the goal is half of the memory size: room
for the runtime, for another processor and another Node.js, and for what nobody has tried. Costly batches take more, and
have no goal: if Lambda ends the function, nothing is lost, as the messages come again and go to the dead letters in the
end.

**Time and price** are reckoned from the CPU that is measured here, and not measured on Lambda. A function has a part of
a processor, by its memory: a whole one with 1,769 MB
(docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html). In the init phase, one that is not provisioned has a
whole processor whatever its memory: AWS says so in a guide
(serverlessland.com/content/service/lambda/guides/effectively-running-java-on-serverless/init-heavy-lifting), but
not in Lambda's documentation, so *cold at most* has the init as slow as the rest. Waiting for the network is assumed, as
in *What a month costs*: ${networkWait.warm} ms for a warm dispatch, ${networkWait.cold} ms for a cold one. What Lambda
does before it starts Node.js is left out. Prices are Lambda's own alone, its init phase included, for a million
dispatches that come one by one; *What a month costs* slows down all that was measured, and so has somewhat more.
`;

/** The memory that the functions need, and what each memory size costs in time and money. */
export const memory: Benchmark = {
  name: "memory",
  title: "The functions' memory size",
  about,
  run: () => withStandIns(measure),
};

async function measure(setting: Setting): Promise<Results> {
  const { standIns, folder } = setting;
  const liveThrough = await createLives(folder);
  const cpu = await measureCpu(setting, liveThrough);
  const peaks: Peaks[] = [];
  for (const load of await smallLoads(join(folder, "small"), standIns.plain)) {
    peaks.push(await measurePeaks(load, liveThrough));
  }
  await expectRuns(standIns, dispatchesOfCpu + peaks.length * sizes.length);
  return resultsOf([...peaks, ...(await measureLarge(join(folder, "large"), liveThrough))], cpu);
}

/** Large deliveries make another dispatch, so they have stand-ins of their own. */
async function measureLarge(folder: string, liveThrough: LiveThrough): Promise<readonly Peaks[]> {
  mkdirSync(folder);
  const standIns = await startStandIns(largeOrder, folder);
  try {
    const peaks: Peaks[] = [];
    let dispatches = 0;
    for (const load of largeLoads(join(folder, "built"), standIns.plain)) {
      const found = await measurePeaks(load, liveThrough);
      peaks.push(found);
      dispatches += load.calls * load.dispatches * sizes.length;
    }
    // Where V8 has given up, nobody knows how many there were.
    const isComplete = peaks.every((each) => !each.peaks.includes(undefined));
    if (isComplete) await expectRuns(standIns, dispatches);
    return peaks;
  } finally {
    await standIns.close();
  }
}
