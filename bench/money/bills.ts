import { month } from "./deployed.ts";
import type { Durations, FunctionDurations } from "./durations.ts";
import { type Footprints, measureFootprints } from "./footprint.ts";
import type { Usage } from "./prices.ts";
import {
  apiDestinationUsage,
  credentialsFor,
  dispatcherUsage,
  type Origin,
  sourceOf,
} from "./usage.ts";

/** How many dispatches a month has, and how many of them find no function at work. */
export interface Volume {
  readonly name: string;
  readonly dispatches: number;
  readonly coldShare: number;
}

/** The months that are billed. */
export const volumes: readonly Volume[] = [
  { name: "1,000 dispatches", dispatches: 1000, coldShare: 1 },
  { name: "100,000 dispatches", dispatches: 100_000, coldShare: 0.05 },
  { name: "10 million dispatches", dispatches: 10_000_000, coldShare: 0.01 },
];

/** Where dispatches come from, for people. */
export const origins: readonly { readonly origin: Origin; readonly name: string }[] = [
  { origin: "schedule", name: "schedule" },
  { origin: "aws-event", name: "event of an AWS service" },
  { origin: "own-event", name: "event of your own" },
  { origin: "call", name: "HTTP call" },
];

/** What a month's dispatches from one place use: of this stack, and of an API destination. */
export interface Bill {
  readonly origin: Origin;
  readonly volume: Volume;
  readonly footprints: Footprints;
  readonly dispatcher: Usage;
  readonly apiDestination: Usage;
}

/** The bills of all origins at all volumes. */
export async function billsFor(durations: FunctionDurations): Promise<readonly Bill[]> {
  const bills: Bill[] = [];
  for (const volume of volumes) {
    for (const { origin } of origins) {
      bills.push(await billOf(origin, volume, durationsOf(origin, durations)));
    }
  }
  return bills;
}

/** The durations of the function that dispatches what comes from a place. */
export function durationsOf(origin: Origin, durations: FunctionDurations): Durations {
  return origin === "call" ? durations.http : durations.queue;
}

async function billOf(origin: Origin, volume: Volume, durations: Durations): Promise<Bill> {
  const { dispatches, coldShare } = volume;
  const traffic = { origin, dispatches, coldShare };
  const interval = (month * 1000 * credentialsFor(dispatches)) / dispatches;
  const footprints = await measureFootprints(sourceOf(origin), interval);
  const dispatcher = dispatcherUsage(traffic, durations, footprints);
  return { origin, volume, footprints, dispatcher, apiDestination: apiDestinationUsage(traffic) };
}
