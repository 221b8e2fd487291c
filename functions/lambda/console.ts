import type { LogRecord } from "../log.ts";

/**
 * Lambda's JSON log format wraps what the console is given, and takes the level from the method:
 * docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html
 */
export function logToConsole({ level, ...record }: LogRecord): void {
  console[level](record);
}
