import { constants } from "node:os";
import { CommandFailure, exitCodes, runCommand, UsageError, type Values } from "../cli/command.ts";
import type { Results } from "./benchmark.ts";
import { benchmarks } from "./benchmarks.ts";
import { recordedRun, recordRun, writeDocuments } from "./report/documents.ts";
import { machineText, thisMachine } from "./report/machine.ts";
import type { RecordedRun } from "./report/record.ts";
import { failureText, missedText, resultsText } from "./report/terminal.ts";

const names = benchmarks.map(({ name }) => name).join(", ");

const usage = `
npm run bench -- [NAME …] [--render]

Measures on this machine, and prints medians with the least and the most. A run of all benchmarks
writes docs/benchmarks.json, docs/benchmarks.md with its charts, and the figures in README.md.

There are: ${names}.

  --render  measures nothing, and writes the documents anew from docs/benchmarks.json

exit codes
  0  all is measured, whether or not the goals are met
  1  a benchmark has failed, or there is nothing to render
  2  the arguments are wrong
`;

// At its exit, temporary folders go and the processes that it has started end; a signal alone would leave them.
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => process.exit(128 + constants.signals[signal]));
}

await runCommand({
  usage,
  options: { render: { type: "boolean" } },
  positionals: true,
  run: async (chosen, { render }: Values) => {
    if (render !== true) return measure(chosen);
    if (chosen.length > 0) throw new UsageError("--render takes no names: it renders all.");
    console.log(await orFailure("rendering", async () => write(recordedRun())));
    return exitCodes.done;
  },
});

/** Runs the benchmarks of some names, or all. */
async function measure(chosen: readonly string[]): Promise<number> {
  const unknown = chosen.filter((name) => benchmarks.every((each) => each.name !== name));
  if (unknown.length > 0) {
    throw new UsageError(`There is no benchmark ${unknown.join(", ")}. There are: ${names}.`);
  }
  const date = new Date().toISOString();
  const machine = thisMachine();
  console.log(machineText(machine));
  const found = new Map<string, Results>();
  for (const { name, title, run } of benchmarks) {
    if (chosen.length > 0 && !chosen.includes(name)) continue;
    console.log(`\n${name}: ${title}\n`);
    const results = await orFailure(`the benchmark ${name}`, () => run(found), failureText);
    found.set(name, results);
    console.log(resultsText(results));
  }
  console.log(`\n${missedText(found)}`);
  if (found.size < benchmarks.length) {
    console.log("Nothing is written: that takes a run of all benchmarks.");
    return exitCodes.done;
  }
  const recorded = [...found].map(([name, results]) => ({ name, results }));
  const recordAndWrite = async () => write(recordRun({ date, machine, benchmarks: recorded }));
  console.log(await orFailure("writing the results", recordAndWrite));
  return exitCodes.done;
}

function write(run: RecordedRun): string {
  return `wrote ${writeDocuments(run, benchmarks).join(", ")}`;
}

async function orFailure<Result>(
  what: string,
  act: () => Promise<Result>,
  whyOf: (error: Error) => string = ({ message }) => message,
): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    const why = error instanceof Error ? whyOf(error) : String(error);
    throw new CommandFailure(`${what} has failed: ${why}`);
  }
}
