/** A command of a README. */
export interface Command {
  /** As it is written, on one line. */
  readonly line: string;
  /** The comment above it. */
  readonly comment: string;
}

/** The commands in the shell blocks of a text in Markdown, a comment standing for the one below it. */
export function commandsIn(markdown: string): readonly Command[] {
  const blocks = [...markdown.matchAll(/^ *```sh\n(.*?)^ *```$/gms)].map(([, block = ""]) => block);
  return blocks.flatMap((block) => {
    const lines = block.replaceAll(/\\\n\s*/g, "").split("\n");
    return lines.flatMap((line, index) => {
      const above = lines[index - 1] ?? "";
      const comment = above.startsWith("#") ? above : "";
      return line.trim() === "" || line.startsWith("#") ? [] : [{ line: line.trim(), comment }];
    });
  });
}

/**
 * The words of a simple command, with quotes and variables resolved as a shell does.
 *
 * @throws Error for an unknown variable.
 */
export function wordsOf(
  line: string,
  variables: Readonly<Record<string, string>> = {},
): readonly string[] {
  const words = line.match(/(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\])+/g) ?? [];
  return words.map((word) =>
    word.replaceAll(
      /'([^']*)'|\\(.)|\$(\w+)|"/g,
      (_, literal?: string, escaped?: string, name?: string) => {
        if (name === undefined) return literal ?? escaped ?? "";
        const value = variables[name];
        if (value === undefined) throw new Error(`$${name} is unknown in: ${line}`);
        return value;
      },
    ),
  );
}

/** The arguments of a line `TRIGGERS=… npm run fire -- …`. @throws Error if it isn't one, of that file. */
export function fireArguments(line: string, triggers: string): readonly string[] {
  const [setting, npm, run, fire, dashes, ...args] = wordsOf(line);
  const command = [setting, npm, run, fire, dashes].join(" ");
  if (command === `TRIGGERS=${triggers} npm run fire --`) return args;
  throw new Error(`write TRIGGERS=${triggers} npm run fire -- …, not: ${line}`);
}
