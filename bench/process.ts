import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** A command of this machine's Node.js. */
export interface NodeCommand {
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
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
