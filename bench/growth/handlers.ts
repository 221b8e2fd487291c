import { cpSync } from "node:fs";
import { join } from "node:path";
import { writeDeployedConfig } from "../../infra/deployed-config.ts";
import { bundleModule } from "../candidates/bundle.ts";
import type { Candidate } from "../candidates/candidate.ts";
import { numberedCall, numberedMessage } from "../candidates/events.ts";
import {
  buildFunctions,
  configOf,
  type FunctionName,
  functionNames,
  functionsIn,
} from "../candidates/functions.ts";
import { inRounds } from "../candidates/rounds.ts";
import type { Setting } from "../candidates/setting.ts";
import { createColdProcesses } from "../cold/cold-process.ts";
import { startWarmProcess } from "../warm/warm-process.ts";
import { grownFile, measuredOf } from "./triggers.ts";

/** One of the functions, deployed with so many triggers. */
export interface Sized {
  readonly handler: FunctionName;
  readonly count: number;
  readonly candidate: Candidate;
}

/** What was measured of a handler, in milliseconds, in the order of the rounds. */
export interface SizedTimes {
  readonly cold: readonly number[];
  readonly warm: readonly number[];
}

const events = { http: numberedCall, queue: numberedMessage } as const;

const coldRounds = 41;
const warmRounds = 9;

/** Dispatches before anything is measured: twice for each trigger, so that none is read from a file later. */
const warmUp = 600;

/** Dispatches that are measured together. */
const block = 200;

/** Dispatches that measuring one handler makes. */
export const dispatchesOfEach = coldRounds + 1 + warmUp + (warmRounds + 1) * block;

/** Both functions with each number of triggers: the same code, with another config beside it. */
export function buildSized(
  counts: readonly number[],
  { folder, standIns: { plain } }: Setting,
): readonly Sized[] {
  const code = join(folder, "code");
  buildFunctions(grownFile("http", 1, plain.gitHub), code, plain);
  return functionNames.flatMap((handler) =>
    counts.map((count) => {
      const name = `${handler} with ${count} triggers`;
      const place = join(folder, name);
      cpSync(code, place, { recursive: true });
      // The code's own config has the fewest files, and all of them are written over.
      writeDeployedConfig(configOf(grownFile(handler, count, plain.gitHub)), place);
      const event = events[handler];
      return { handler, count, candidate: functionsIn(place, plain)(handler, { name, event }) };
    }),
  );
}

/** Times the first dispatch of new processes, and dispatches of warm ones, in turn. */
export async function timeSized(
  all: readonly Sized[],
  { folder }: Setting,
): Promise<ReadonlyMap<Sized, SizedTimes>> {
  const { start } = await createColdProcesses(folder);
  const cold = await inRounds(all, coldRounds, ({ candidate }) => start(candidate));
  const loop = await bundleModule("bench/warm/loop.ts", folder);
  const warm = await timeWarm(all, loop);
  return new Map(
    all.map((sized) => {
      const starts = cold.get(sized) ?? [];
      return [sized, { cold: starts.map(({ first }) => first), warm: warm.get(sized) ?? [] }];
    }),
  );
}

async function timeWarm(
  all: readonly Sized[],
  loop: string,
): Promise<ReadonlyMap<Sized, readonly number[]>> {
  const processes = new Map(all.map((each) => [each, startWarmProcess(each.candidate, loop)]));
  const measure = async (sized: Sized, calls: number) => {
    const { event } = sized.candidate;
    const triggers = measuredOf(sized.count);
    const took = await processes.get(sized)?.measure({ event, calls, concurrency: 1, triggers });
    return (took?.time ?? Number.NaN) / calls;
  };
  try {
    for (const sized of all) await measure(sized, warmUp);
    return await inRounds(all, warmRounds, (sized) => measure(sized, block));
  } finally {
    for (const { close } of processes.values()) await close();
  }
}
