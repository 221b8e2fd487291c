import { existsSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { readYaml } from "../../dispatch/config/places.ts";
import { readConfig } from "../../dispatch/config.ts";
import { formatProblems } from "../../dispatch/problem.ts";
import { SettingsError } from "../settings.ts";
import { readExactly, reasonOf } from "./exact-text.ts";

/**
 * The text of a file of triggers that schedules can be imported into: one without problems, one that has
 * no triggers yet, or an empty one. Nothing if there is no file.
 *
 * @throws SettingsError for any other, with its report.
 */
export function readTriggersFile(path: string): string | undefined {
  if (!existsSync(path)) return undefined;
  const text = readText(path);
  const { problems = [] } = readConfig(text);
  if (problems.length === 0) return text;
  const { content, problems: slips } = readYaml(text);
  const isEmpty = slips.length === 0 && (content === null || content === undefined);
  const lacksTriggers =
    slips.length === 0 &&
    problems.every((each) => each.path.join() === "triggers") &&
    isNothing(content);
  if (isEmpty || lacksTriggers) return text;
  throw new SettingsError(formatProblems(path, problems));
}

function isNothing(content: unknown): boolean {
  const isFile = typeof content === "object" && content !== null;
  return isFile && (!("triggers" in content) || content.triggers === null);
}

function readText(path: string): string {
  try {
    return readExactly(path);
  } catch (error) {
    const message = `${path} can't be read as UTF-8 (${reasonOf(error)}). Set TRIGGERS to the path of your file.`;
    throw new SettingsError(message, { cause: error });
  }
}

/** Writes a file all at once: whoever reads it meanwhile gets the old text or the new one. @throws SettingsError */
export function writeTriggersFile(path: string, text: string): void {
  try {
    replaceFile(existsSync(path) ? realpathSync(path) : path, text);
  } catch (error) {
    throw new SettingsError(`${path} can't be written: ${reasonOf(error)}.`, { cause: error });
  }
}

function replaceFile(path: string, text: string): void {
  const beside = `${path}.${process.pid}.new`;
  const mode = existsSync(path) ? statSync(path).mode : undefined;
  try {
    writeFileSync(beside, text, { flag: "wx", ...(mode === undefined ? {} : { mode }) });
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}
