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
  let text: string;
  try {
    text = readText(path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? ` (${error.code})` : "";
    return { report: `${path} can't be read${code}. Set TRIGGERS to the path of your file.` };
  }
  const { config, problems } = readConfig(text);
  return config === undefined ? { report: formatProblems(path, problems) } : { config };
}
