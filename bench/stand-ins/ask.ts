import type { ChildProcess } from "node:child_process";
import { once } from "node:events";

/**
 * Asks another process something, and waits for its next message.
 *
 * @throws Error when the process ends before it answers; why, it has said on its standard error.
 */
export async function ask<Reply>(child: ChildProcess, message: object | string): Promise<Reply> {
  const waiting = new AbortController();
  const end = () => waiting.abort();
  child.once("exit", end);
  try {
    const answered = once(child, "message", { signal: waiting.signal });
    child.send(message);
    const [reply] = await answered;
    return reply as Reply;
  } catch (error) {
    throw new Error(`${child.spawnargs.join(" ").slice(0, 200)} has ended`, { cause: error });
  } finally {
    child.off("exit", end);
  }
}

/** Ends a process that ends by itself when nobody can ask it any more. */
export async function dismiss(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.disconnect();
  await ended;
}
