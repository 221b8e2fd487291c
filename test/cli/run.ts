import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command of cli/ to its end, with an environment that has nothing of the tester's in it. */
export async function run(
  command: string,
  args: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): Promise<Finished> {
  const child = start(command, args, environment);
  const output = { stdout: "", stderr: "" };
  child.stdout?.setEncoding("utf8").on("data", (text) => {
    output.stdout += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text) => {
    output.stderr += text;
  });
  const [code] = await once(child, "close");
  return { code, ...output };
}

/** Starts a command of cli/. Its state is its own, and is gone when it ends. */
export function start(
  command: string,
  args: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): ChildProcess {
  const folder = mkdtempSync(join(tmpdir(), "state-"));
  const STATE = join(folder, "state.sqlite");
  const child = spawn(process.execPath, [`cli/${command}.ts`, ...args], {
    cwd: root,
    env: { PATH: process.env.PATH, TZ: "UTC", STATE, ...environment },
  });
  child.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return child;
}

/** Waits for output of a command that matches, and returns all output up to it. */
export function waitFor(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = "";
    child.stdout?.setEncoding("utf8").on("data", (text) => {
      output += text;
      if (pattern.test(output)) resolve(output);
    });
    child.once("exit", () => reject(new Error(`It ended without ${pattern}:\n${output}`)));
  });
}
