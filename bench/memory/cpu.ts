import { medianOf, type Spread, spreadOf } from "../benchmark.ts";
import { bundleModule } from "../candidates/bundle.ts";
import { createBuilder } from "../candidates/candidates.ts";
import { inRounds } from "../candidates/rounds.ts";
import type { Setting } from "../candidates/setting.ts";
import { deployed } from "../money/deployed.ts";
import { startWarmProcess } from "../warm/warm-process.ts";
import type { FunctionCpu } from "./estimate.ts";
import type { LiveThrough } from "./life-process.ts";

/** What was measured of a function's CPU, in milliseconds. */
export type MeasuredCpu = { readonly [part in keyof FunctionCpu]: Spread };

const coldRounds = 11;
const warmRounds = 5;
const warmUp = 600;

/** Dispatches that are measured together. */
const block = 200;

/** Dispatches that measuring both functions makes. */
export const dispatchesOfCpu = 2 * (coldRounds + 1 + warmUp + (warmRounds + 1) * block);

/** The CPU of both functions, cold and warm, with a small delivery. */
export async function measureCpu(
  { standIns, folder }: Setting,
  liveThrough: LiveThrough,
): Promise<Readonly<Record<"http" | "queue", MeasuredCpu>>> {
  const loop = await bundleModule("bench/warm/loop.ts", folder);
  const { http, queue } = await createBuilder(`${folder}/cpu`, standIns.plain).ours();
  const course = { calls: 1, megabytes: deployed.memoryMegabytes };
  const cold = await inRounds([http, queue], coldRounds, (candidate) =>
    liveThrough(candidate, course),
  );
  const measured = async (candidate: typeof http): Promise<MeasuredCpu> => {
    const lives = (cold.get(candidate) ?? []).flatMap((life) => (life === undefined ? [] : [life]));
    const { measure, close } = startWarmProcess(candidate, loop);
    const blockOf = (calls: number) => measure({ event: candidate.event, calls, concurrency: 1 });
    try {
      await blockOf(warmUp);
      const warm = await inRounds([block], warmRounds, blockOf);
      return {
        init: spreadOf(lives.map(({ initCpu }) => initCpu)),
        firstDispatch: spreadOf(lives.map(({ firstCpu }) => firstCpu)),
        warmDispatch: spreadOf((warm.get(block) ?? []).map(({ cpu }) => cpu / block)),
      };
    } finally {
      await close();
    }
  };
  return { http: await measured(http), queue: await measured(queue) };
}

/** The medians, to reckon with. */
export function typical({ init, firstDispatch, warmDispatch }: MeasuredCpu): FunctionCpu {
  return {
    init: medianOf(init),
    firstDispatch: medianOf(firstDispatch),
    warmDispatch: medianOf(warmDispatch),
  };
}
