import { fork } from "node:child_process";
import { fileURLToPath, pathToFileURL } from "node:url";

/** What a function gave for an event, and what it wrote to its log. */
export interface Invocation {
  readonly result: unknown;
  readonly log: string;
}

/**
 * Runs a bundled function for one event, as Lambda does: in a process of its own, with plain Node.js,
 * and an environment that has nothing but what Lambda puts there.
 *
 * @throws Error with the process's output when it fails.
 */
export async function invoke(
  file: string,
  event: unknown,
  env: Readonly<Record<string, string>>,
): Promise<Invocation> {
  const child = fork(fileURLToPath(import.meta.url), [pathToFileURL(file).href], {
    env: { ...env, NODE_ENV: "production" },
    execArgv: [],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let log = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text) => {
      log += text;
    });
  }
  let result: unknown;
  child.on("message", (message) => {
    result = message;
  });
  child.send(event as object);
  const code = await new Promise((resolve) => child.once("close", resolve));
  if (code !== 0) throw new Error(`exit code ${code}: ${log}`);
  return { result, log };
}

async function serveOneEvent(url: string): Promise<void> {
  const event = await new Promise((resolve) => process.once("message", resolve));
  const { handler } = (await import(url)) as { handler: (event: unknown) => Promise<object> };
  const result = await handler(event);
  process.send?.(result, () => process.exit(0));
}

const [, main, url] = process.argv;
if (main === fileURLToPath(import.meta.url) && url !== undefined) await serveOneEvent(url);
