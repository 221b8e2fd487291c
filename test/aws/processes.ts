import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** A command, and what of the environment it gets. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Where its output goes: a file descriptor. Left out: it is collected. */
  readonly output?: number;
  /** What is written to its standard input, which is empty otherwise. */
  readonly input?: string;
}

/** A command that can't be started, failed, or took too long; the message ends with its output. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}

const running = new Set<ChildProcess>();
const lastActions = new Set<() => void>();

// Vitest answers Ctrl-C and SIGTERM with process.exit; its worker processes are left to themselves.
process.once("exit", endAll);
const isWorker = process.send !== undefined;
if (isWorker) for (const event of ["disconnect", "SIGINT", "SIGTERM", "SIGHUP"]) endOn(event);
else process.once("SIGHUP", () => process.exit(129));

function endOn(event: string): void {
  process.once(event, () => {
    endAll();
    process.kill(process.pid, "SIGKILL");
  });
}

function endAll(): void {
  for (const child of running) signalGroup(child, "SIGKILL");
  for (const action of lastActions) action();
}

/** Does something when this process ends, however that comes, after all it started has ended. */
export function atEnd(action: () => void): void {
  lastActions.add(action);
}

/** Starts a command as the head of a process group of its own, which ends with this process at the latest. */
export function start({ file, args, env, cwd, output, input }: Command): ChildProcess {
  const stream = output ?? "pipe";
  const stdio = [input === undefined ? "ignore" : "pipe", stream, stream] as const;
  const child = spawn(file, args, { env, cwd, stdio: [...stdio], detached: true });
  child.stdin?.end(input);
  running.add(child);
  child.once("error", () => running.delete(child));
  child.once("exit", () => running.delete(child));
  return child;
}

/** Ends a started command and all that it started, and waits for its end. */
export async function stop(child: ChildProcess): Promise<void> {
  if (!running.has(child)) return;
  const ended = once(child, "exit");
  signalGroup(child, "SIGTERM");
  const timer = setTimeout(() => signalGroup(child, "SIGKILL"), 10_000);
  await ended;
  clearTimeout(timer);
}

/**
 * Runs a command to its end.
 *
 * @param seconds until it is given up.
 * @returns its output, both streams in one.
 * @throws CommandError
 */
export async function run(command: Command, seconds: number): Promise<string> {
  const child = start(command);
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => chunks.push(chunk));
  }
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    signalGroup(child, "SIGKILL");
  }, seconds * 1000);
  const line = [command.file, ...command.args].join(" ");
  try {
    const [code] = (await once(child, "close")) as [number | null];
    const output = Buffer.concat(chunks).toString();
    if (code === 0) return output;
    const end = isLate ? `was given up after ${seconds} s` : `ended with ${code ?? "a signal"}`;
    throw new CommandError(`${line}\n${end}:\n${output}`);
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(`${line}\ncan't be started: ${String(error)}`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // ESRCH: it has ended by itself.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
