import type { Benchmark, Results } from "../benchmark.ts";
import { inRounds } from "../candidates/rounds.ts";
import { expectRuns, type Setting, withStandIns } from "../candidates/setting.ts";
import { buildSized, dispatchesOfEach, timeSized } from "./handlers.ts";
import { resultsOf } from "./results.ts";
import { synthesize } from "./synthesis.ts";
import { grownFile, mostMeasured } from "./triggers.ts";

/** Numbers of triggers, one first and the most last. */
const counts = [1, 10, 100, 400, 1000, 3000] as const;

const synthRounds = 3;

const about = `
The same with more and more triggers, of one file. *synth* is \`npm run synth\` with triggers that all have a schedule,
from the start of its process to its end. *templates* and *resources* are those of all stacks together: beyond the 500
resources that CloudFormation takes in one, triggers go into nested stacks. *config* is what is bundled with the
functions.

The handlers are those of the cold start, over HTTP, and "of one" is the ratio to the same handler with one trigger, in
the same round. Up to ${mostMeasured} triggers have a route, or an event for \`queue\`: as many as an HTTP API takes unless
AWS raises the quota. The others have schedules. *cold* is the first dispatch of a process, for one of these triggers.
*warm* are dispatches one after another, each for another of them than the one before. All have been used before
anything is measured: it is the look-up that could grow, and no file is read any more.
`;

/** How the deployment and the functions grow with the number of triggers. */
export const growth: Benchmark = {
  name: "growth",
  title: "From one trigger to thousands",
  about,
  run: () => withStandIns(measure),
};

async function measure(setting: Setting): Promise<Results> {
  const sized = buildSized(counts, setting);
  const times = await timeSized(sized, setting);
  await expectRuns(setting.standIns, sized.length * dispatchesOfEach);
  const synthesised = await inRounds(counts, synthRounds, (count) =>
    synthesize(grownFile("schedule", count, "https://api.github.com"), `${setting.folder}/synth`),
  );
  return resultsOf(times, synthesised);
}
