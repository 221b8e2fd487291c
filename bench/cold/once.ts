import { writeSync } from "node:fs";
import { argv, exit, memoryUsage } from "node:process";
import { context, expectSuccess, failWith, loadHandler, logAsJson } from "../candidates/runtime.ts";

/** What one cold process tells of itself. */
export interface Report {
  /** Milliseconds to load the module of the handler. */
  readonly init: number;
  /** Bytes of resident memory after the first dispatch. */
  readonly memory: number;
}

async function dispatchOnce(file: string, event: string): Promise<Report> {
  const begun = performance.now();
  const handler = await loadHandler(file);
  const init = performance.now() - begun;
  expectSuccess(await handler(JSON.parse(event), context));
  return { init, memory: memoryUsage.rss() };
}

const [, , file = "", event = ""] = argv;
logAsJson();
try {
  writeSync(3, JSON.stringify(await dispatchOnce(file, event)));
} catch (error) {
  failWith(error);
}
exit();
