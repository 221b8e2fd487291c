import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Runs that are measured, after one that is not. */
const runs = 7;

/** A command of this machine's Node.js. */
export interface NodeCommand {
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * Milliseconds from the start of a process to its end, for several commands in turn.
 *
 * @returns the measurements of each command.
 * @throws Error with what a command has printed, when it fails.
 */
export async function timeProcesses(
  commands: readonly NodeCommand[],
): Promise<readonly (readonly number[])[]> {
  const measured = commands.map((): number[] => []);
  for (let run = 0; run <= runs; run += 1) {
    for (const [index, command] of commands.entries()) {
      const milliseconds = await timeProcess(command);
      if (run > 0) measured[index]?.push(milliseconds);
    }
  }
  return measured;
}

/** Milliseconds from the start of a process to its end. @throws Error with what it has printed, when it fails. */
export async function timeProcess({ args, environment }: NodeCommand): Promise<number> {
  const begin = performance.now();
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const printed: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => printed.push(chunk));
  }
  const code = await new Promise((resolve) => child.once("close", resolve));
  const milliseconds = performance.now() - begin;
  if (code === 0) return milliseconds;
  throw new Error(`node ${args.join(" ")} ended with ${code}:\n${Buffer.concat(printed)}`);
}
