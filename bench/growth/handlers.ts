import { join } from "node:path";
import { readConfig } from "../../dispatch/config.ts";
import { writeBundle } from "../../infra/bundle.ts";
import { bundleModule } from "../candidates/bundle.ts";
import type { Candidate } from "../candidates/candidates.ts";
import { environmentOf } from "../candidates/environment.ts";
import { oneMessage, tokenCall } from "../candidates/events.ts";
import { inRounds } from "../candidates/rounds.ts";
import type { Setting } from "../candidates/setting.ts";
import { createColdProcesses } from "../cold/cold-process.ts";
import { startWarmProcess } from "../warm/warm-process.ts";
import { fileOf } from "./triggers.ts";

/** One of the functions, deployed with so many triggers. */
export interface Sized {
  readonly handler: "http" | "queue";
  readonly count: number;
  readonly candidate: Candidate;
}

/** What was measured of a handler, in milliseconds, in the order of the rounds. */
export interface SizedTimes {
  readonly cold: readonly number[];
  readonly warm: readonly number[];
}

const events = { http: tokenCall, queue: oneMessage } as const;

const coldRounds = 41;
const warmRounds = 9;
const warmUp = 600;

/** Dispatches that are measured together. */
const block = 200;

/** Dispatches that measuring one handler makes. */
export const dispatchesOfEach = coldRounds + 1 + warmUp + (warmRounds + 1) * block;

/** Bundles both functions for each number of triggers. */
export function buildSized(
  counts: readonly number[],
  { folder, standIns }: Setting,
): readonly Sized[] {
  return (["http", "queue"] as const).flatMap((handler) =>
    counts.map((count) => {
      const name = `${handler} with ${count} triggers`;
      const place = join(folder, name);
      const { config, problems } = readConfig(fileOf(handler, count, standIns.plain.url));
      if (config === undefined) throw new Error(JSON.stringify(problems));
      writeBundle(config, place);
      const file = join(place, `${handler}.mjs`);
      const environment = environmentOf(name, file, standIns.plain);
      return { handler, count, candidate: { name, file, event: events[handler], environment } };
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
    const took = await processes.get(sized)?.measure({ event, calls, concurrency: 1 });
    return (took?.time ?? Number.NaN) / calls;
  };
  try {
    for (const sized of all) await measure(sized, warmUp);
    return await inRounds(all, warmRounds, (sized) => measure(sized, block));
  } finally {
    for (const { close } of processes.values()) await close();
  }
}
