import { cpus } from "node:os";
import { alignRows } from "../local/terminal.ts";
import type { Benchmark, Row } from "./benchmark.ts";
import { offlineCheck } from "./offline-check.ts";

const benchmarks: readonly Benchmark[] = [offlineCheck];

const names = benchmarks.map(({ name }) => name).join(", ");
const usage = `npm run bench -- [NAME …]\n\nMeasures on this machine, and prints medians and extremes. There are: ${names}.`;
const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => benchmarks.every((each) => each.name !== name));

if (chosen.includes("--help") || chosen.includes("-h")) {
  console.log(usage);
} else if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(", ")}. There are: ${names}.`);
  process.exitCode = 2;
} else {
  console.log(machine());
  for (const { name, run } of benchmarks) {
    if (chosen.length > 0 && !chosen.includes(name)) continue;
    const head = [name, "median", "min", "max", "at most", ""];
    console.log(["", ...alignRows([head, ...(await run()).map(cellsOf)])].join("\n"));
  }
}

function machine(): string {
  const [cpu] = cpus();
  return `${cpu?.model ?? "unknown processor"}, ${cpus().length} cores, Node ${process.versions.node}`;
}

function cellsOf({ what, milliseconds: { median, min, max }, limit }: Row): readonly string[] {
  const times = [what, ...[median, min, max].map(text)];
  if (limit === undefined) return times;
  return [...times, text(limit), median <= limit ? "" : "too slow"];
}

function text(milliseconds: number): string {
  return `${Math.round(milliseconds)} ms`;
}
