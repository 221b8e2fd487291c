import { type Config, readConfig } from "./config.ts";
import { formatProblems } from "./problem.ts";

/**
 * Reads the user's file: either the config, or a report of what is wrong, for a terminal.
 *
 * @param readText reads a file as text; throws when it can't.
 */
export function readConfigFile(
  path: string,
  readText: (path: string) => string,
):
  | { readonly config: Config; readonly report?: never }
  | { readonly config?: never; readonly report: string } {
  const { text, report } = readFileText(path, readText);
  if (text === undefined) return { report };
  const { config, problems } = readConfig(text);
  return config === undefined ? { report: formatProblems(path, problems) } : { config };
}

/** The text of the user's file, or why it can't be read, for a terminal. */
export function readFileText(
  path: string,
  readText: (path: string) => string,
):
  | { readonly text: string; readonly report?: never }
  | { readonly text?: never; readonly report: string } {
  try {
    return { text: readText(path) };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? ` (${error.code})` : "";
    return { report: `${path} can't be read${code}. Set TRIGGERS to the path of your file.` };
  }
}
