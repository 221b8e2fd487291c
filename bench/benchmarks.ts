import type { Benchmark } from "./benchmark.ts";
import { burst } from "./burst/burst.ts";
import { cold } from "./cold/cold.ts";
import { growth } from "./growth/growth.ts";
import { measures } from "./measures/measures.ts";
import { memory } from "./memory/memory.ts";
import { money } from "./money/money.ts";
import { offlineCheck } from "./offline-check.ts";
import { warm } from "./warm/warm.ts";

/** All benchmarks, in the order in which they are run and told of. What one takes from another comes after it. */
export const benchmarks: readonly Benchmark[] = [
  cold,
  measures,
  warm,
  growth,
  burst,
  memory,
  money,
  offlineCheck,
];
