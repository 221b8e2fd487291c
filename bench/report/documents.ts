import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Benchmark, Results } from "../benchmark.ts";
import { chartsSvg } from "./chart.ts";
import { benchmarksPage, type Section } from "./markdown.ts";
import { readmeWith } from "./readme.ts";
import { type RecordedRun, readRun, writeRun } from "./record.ts";

const project = fileURLToPath(new URL("../../", import.meta.url));

/** The file of the last run of all benchmarks, from the project's folder. */
const recordFile = "docs/benchmarks.json";
const recordPath = `${project}${recordFile}`;

/**
 * The last run of all benchmarks.
 *
 * @throws Error when there is none, or when it was changed by hand.
 */
export function recordedRun(): RecordedRun {
  if (!existsSync(recordPath)) {
    throw new Error(`There is no ${recordFile}. \`npm run bench\` measures and writes it.`);
  }
  return readRun(readFileSync(recordPath, "utf8"));
}

/** What the benchmarks have found in the last run of all, by name; nothing if there was none. */
export function recordedResults(): ReadonlyMap<string, Results> {
  if (!existsSync(recordPath)) return new Map();
  return new Map(recordedRun().benchmarks.map(({ name, results }) => [name, results]));
}

/** Keeps a run of all benchmarks as the last one. @returns it. */
export function recordRun(run: RecordedRun): RecordedRun {
  writeFileSync(recordPath, writeRun(run));
  return run;
}

/**
 * The files that tell of a run, by their paths from the project's folder, with what belongs in them.
 *
 * @throws Error when the run lacks a benchmark that there is.
 */
export function documentsOf(
  run: RecordedRun,
  benchmarks: readonly Benchmark[],
): ReadonlyMap<string, string> {
  const sections = benchmarks.map((benchmark) => sectionOf(benchmark, run));
  const images = sections.flatMap(({ image, benchmark: { title }, results: { charts } }) =>
    image === undefined ? [] : [[`docs/${image}`, chartsSvg(title, charts)] as const],
  );
  return new Map([
    ["docs/benchmarks.md", benchmarksPage(run, sections)],
    ["README.md", readmeWith(readFileSync(`${project}README.md`, "utf8"), sections)],
    ...images,
  ]);
}

/** Writes the files that tell of a run. @returns their paths from the project's folder. */
export function writeDocuments(
  run: RecordedRun,
  benchmarks: readonly Benchmark[],
): readonly string[] {
  const documents = documentsOf(run, benchmarks);
  for (const [path, content] of documents) writeFileSync(`${project}${path}`, content);
  return [...documents.keys()];
}

function sectionOf(benchmark: Benchmark, run: RecordedRun): Section {
  const { name } = benchmark;
  const results = run.benchmarks.find((each) => each.name === name)?.results;
  if (results === undefined) {
    throw new Error(`${recordFile} has nothing of the benchmark ${name}. Run \`npm run bench\`.`);
  }
  const image = results.charts.length === 0 ? undefined : `benchmarks-${name}.svg`;
  return { benchmark, results, image };
}
