import type { Results } from "../../../bench/benchmark.ts";
import type { Machine } from "../../../bench/report/machine.ts";

export const spread = { median: 12.34, min: 11.9, max: 13.04 };

/** Figures with a spread, without, and one that is not there; a goal that is met, and one that is missed. */
export const results: Results = {
  tables: [
    {
      of: "handler",
      columns: [
        { name: "time", unit: "ms" },
        { name: "to the floor", unit: "times" },
      ],
      rows: [
        { what: "floor | bare", figures: [10, undefined] },
        { what: "http", figures: [spread, { median: 1.234, min: 1.18, max: 1.3 }] },
      ],
    },
  ],
  goals: [
    { what: "http, to the floor", unit: "times", found: 1.234, atMost: 1.35 },
    { what: "bytes parsed", unit: "KB", found: 151, atMost: 150 },
  ],
  charts: [
    {
      title: "Time <ms>",
      unit: "ms",
      atMost: 13.5,
      bars: [
        { label: "floor & bare", figure: 10, isPeer: true },
        { label: "http", figure: spread },
      ],
    },
  ],
};

export const machine: Machine = {
  processor: "A",
  cores: 2,
  memoryGigabytes: 8,
  system: "Linux 6.1",
  node: "24.0.0",
};

export const benchmark = { name: "cold", title: "Cold start", about: "\nWhat it is.\n" };
