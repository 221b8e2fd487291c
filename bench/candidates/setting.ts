import { inNewFolder } from "../../local/new-folder.ts";
import { type StandIns, type StartOptions, startStandIns } from "../stand-ins/start.ts";
import { order } from "./order.ts";

/** Where candidates are measured: the stand-ins that they meet, and a folder for what is built. */
export interface Setting {
  readonly standIns: StandIns;
  readonly folder: string;
}

/** Measures something between the stand-ins' start and their end. */
export function withStandIns<Found>(
  measure: (setting: Setting) => Promise<Found>,
  options: StartOptions = order,
): Promise<Found> {
  return inNewFolder(async (folder) => {
    const standIns = await startStandIns(options, folder);
    try {
      return await measure({ standIns, folder });
    } finally {
      await standIns.close();
    }
  });
}

/**
 * A measurement is none when a delivery was taken for one that was there before, or when something was asked for that
 * AWS or GitHub would refuse.
 *
 * @param dispatches how many were to be made in all.
 * @throws Error when there are not as many runs.
 */
export async function expectRuns({ counts }: StandIns, dispatches: number): Promise<void> {
  const { runs, refused } = await counts();
  if (runs === dispatches && refused === 0) return;
  throw new Error(`${dispatches} dispatches made ${runs} runs; ${refused} requests were refused`);
}
