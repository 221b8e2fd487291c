import { readFileSync } from "node:fs";
import { nearest } from "../dispatch/config/nearest.ts";
import type { Config } from "../dispatch/config.ts";
import { readConfigFile } from "../dispatch/config-file.ts";
import { findTrigger } from "../dispatch/trigger.ts";
import { type LocalSettings, SettingsError } from "../local/settings.ts";
import { UsageError } from "./command.ts";

/** The config of triggers.yaml. @throws SettingsError when it has problems. */
export function configFrom({ triggers }: LocalSettings): Config {
  const { config, report } = readConfigFile(triggers, (path) => readFileSync(path, "utf8"));
  if (config === undefined) throw new SettingsError(report);
  return config;
}

/** The name of a trigger, which the file need not have any more. @throws UsageError when it can't be one. */
export function checkTriggerName(name: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_-]{0,63}$/.test(name)) return name;
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
