import { costOf } from "../money/cost.ts";
import { networkWait, slowdownAt } from "../money/deployed.ts";

/** Milliseconds of CPU that a function takes with a processor of its own. */
export interface FunctionCpu {
  /** Until its module is loaded, Node's own start included. */
  readonly init: number;
  readonly firstDispatch: number;
  readonly warmDispatch: number;
}

/** What a dispatch takes with a memory size, in milliseconds, and Lambda's price of a million. */
export interface Estimate {
  readonly cold: number;
  /** Cold, if the init phase had no more of a processor than the rest. */
  readonly coldAtMost: number;
  readonly warm: number;
  /** US dollars for a million dispatches, all of them cold. */
  readonly coldMillion: number;
  readonly warmMillion: number;
}

/** Reckons from measured CPU and stated waits. It measures nothing. */
export function estimate(cpu: FunctionCpu, megabytes: number): Estimate {
  const slowdown = slowdownAt(megabytes);
  const dispatch = cpu.firstDispatch * slowdown + networkWait.cold;
  const cold = cpu.init + dispatch;
  const warm = cpu.warmDispatch * slowdown + networkWait.warm;
  return {
    cold,
    coldAtMost: cpu.init * slowdown + dispatch,
    warm,
    coldMillion: millionOf(cold, megabytes),
    warmMillion: millionOf(warm, megabytes),
  };
}

/** Lambda rounds each up to a whole millisecond, and bills the init phase, too. */
function millionOf(milliseconds: number, megabytes: number): number {
  const million = 1_000_000;
  const gigabyteSeconds = million * (Math.ceil(milliseconds) / 1000) * (megabytes / 1024);
  const usage = { "lambda-request": million, "lambda-gb-second": gigabyteSeconds };
  return costOf(usage, { isFreeTierUsed: false });
}
