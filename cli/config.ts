import { nearest } from "../dispatch/config/nearest.ts";
import type { Config } from "../dispatch/config.ts";
import { findTrigger, triggerName } from "../dispatch/trigger.ts";
import { UsageError } from "./command.ts";

/** The name of a trigger, which the file need not have any more. @throws UsageError when it can't be one. */
export function checkTriggerName(name: string): string {
  if (triggerName.test(name)) return name;
  throw new UsageError(`${JSON.stringify(name)} can't be the name of a trigger.`);
}

/** What to say about a trigger that the file doesn't have; nothing if it does. */
export function hintAboutTrigger(config: Config, name: string): string | undefined {
  if (findTrigger(config, name) !== undefined) return undefined;
  const names = Object.keys(config.triggers);
  return `There is no trigger ${name} in the file.${didYouMean(name, names)} There are: ${names.join(", ") || "none"}.`;
}

/** ` Did you mean …?` */
export function didYouMean(word: string, known: readonly string[]): string {
  const match = nearest(word, known);
  return match === undefined ? "" : ` Did you mean ${match}?`;
}
