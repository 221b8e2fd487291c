import type { Chart, Column, Goal, Results, Table } from "../benchmark.ts";
import { deployed, megabytesOfOneProcessor } from "../money/deployed.ts";
import { type MeasuredCpu, typical } from "./cpu.ts";
import { estimate } from "./estimate.ts";
import { named, type Peaks, sizes } from "./peaks.ts";

/** The memory sizes whose time and price are reckoned; more than the last gives one thread nothing. */
const priced = [128, 256, 512, 1024, megabytesOfOneProcessor] as const;

/** The part of the memory size that the largest deliveries may take; the benchmark's text says why. */
const mostOfMemory = 0.5;

/** What was measured of both functions' CPU. */
type CpuByFunction = Readonly<Record<"http" | "queue", MeasuredCpu>>;

/** Peaks and CPU as tables, with what is reckoned from them. */
export function resultsOf(peaks: readonly Peaks[], cpu: CpuByFunction): Results {
  return {
    tables: [
      peakTable(peaks),
      cpuTable(cpu),
      estimateTable("http", cpu.http),
      estimateTable("queue", cpu.queue),
    ],
    goals: [goalOf(named.batch, peaks), goalOf(named.costlyBody, peaks)],
    charts: [chartOf(peaks)],
  };
}

function peakTable(peaks: readonly Peaks[]): Table {
  return {
    of: "resident at most, by memory size",
    columns: sizes.map((size): Column => ({ name: nameOf(size), unit: "MB" })),
    rows: peaks.map((each) => ({ what: each.what, figures: each.peaks })),
  };
}

function cpuTable(cpu: CpuByFunction): Table {
  return {
    of: "CPU, with a whole processor",
    columns: [
      { name: "init", unit: "ms" },
      { name: "first dispatch", unit: "ms" },
      { name: "warm dispatch", unit: "ms" },
    ],
    rows: (["http", "queue"] as const).map((what) => {
      const { init, firstDispatch, warmDispatch } = cpu[what];
      return { what, figures: [init, firstDispatch, warmDispatch] };
    }),
  };
}

function estimateTable(name: string, cpu: MeasuredCpu): Table {
  return {
    of: `${name}, reckoned by memory size`,
    columns: [
      { name: "cold", unit: "ms" },
      { name: "cold at most", unit: "ms" },
      { name: "warm", unit: "ms" },
      { name: "a million cold", unit: "USD" },
      { name: "a million warm", unit: "USD" },
    ],
    rows: priced.map((size) => {
      const { cold, coldAtMost, warm, coldMillion, warmMillion } = estimate(typical(cpu), size);
      return { what: nameOf(size), figures: [cold, coldAtMost, warm, coldMillion, warmMillion] };
    }),
  };
}

function goalOf(what: string, peaks: readonly Peaks[]): Goal {
  return {
    what: `${what}: resident at most, of ${nameOf(deployed.memoryMegabytes)}`,
    unit: "MB",
    found: peakWhenDeployed(peaks.find((each) => each.what === what)),
    atMost: deployed.memoryMegabytes * mostOfMemory,
  };
}

function chartOf(peaks: readonly Peaks[]): Chart {
  return {
    title: `Resident memory at most, of ${nameOf(deployed.memoryMegabytes)}`,
    unit: "MB",
    atMost: deployed.memoryMegabytes * mostOfMemory,
    bars: peaks.map((each) => ({ label: each.what, figure: peakWhenDeployed(each) })),
  };
}

/** With the memory size that is deployed. */
function peakWhenDeployed(peaks: Peaks | undefined): number {
  const index = sizes.indexOf(deployed.memoryMegabytes);
  return peaks?.peaks[index] ?? Number.NaN;
}

function nameOf(megabytes: number): string {
  return `${megabytes.toLocaleString("en")} MB`;
}
