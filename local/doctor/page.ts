import { printable, wrap } from "../terminal.ts";
import { countOf, foundOf, type Line, type State } from "./line.ts";

/** The word for a state, and the number of its colour: ECMA-48, select graphic rendition. */
const states: Readonly<Record<State, { readonly word: string; readonly colour: number }>> = {
  green: { word: "ok", colour: 32 },
  yellow: { word: "warning", colour: 33 },
  red: { word: "problem", colour: 31 },
};

const mark = "●";

/** Names of a line that are shown; the JSON has all. */
const namesAtMost = 10;

/** What was looked at as a table, each with its mend on lines of its own, and a summary at the end. */
export function doctorPage(lines: readonly Line[], useColour: boolean): string {
  const wordWidth = widest(Object.values(states).map(({ word }) => word));
  const aboutWidth = widest(lines.map(({ about }) => printable(about)));
  const blocks = lines.flatMap((line) => {
    const { word, colour } = states[line.state];
    const head = `${mark} ${word.padEnd(wordWidth)}  ${printable(line.about).padEnd(aboutWidth)}  `;
    const [first = "", ...more] = wrap(
      printable(foundOf(line, namesAtMost)),
      " ".repeat(head.length),
    );
    const row = head + first.trimStart();
    const mend = line.mend === undefined ? [] : wrap(`→ ${printable(line.mend)}`, "    ");
    return [useColour ? coloured(row, colour) : row, ...more, ...mend];
  });
  return [...blocks, "", summaryOf(lines)].join("\n");
}

/** The same for programs. */
export function doctorJson(lines: readonly Line[]): string {
  const whole = lines.map((line) => ({ ...line, found: foundOf(line), names: undefined }));
  return JSON.stringify(whole, null, 2);
}

/** The mark alone has a colour. */
function coloured(row: string, colour: number): string {
  return row.replace(mark, `\u001b[${colour}m${mark}\u001b[39m`);
}

function summaryOf(lines: readonly Line[]): string {
  const count = (state: State) => lines.filter((line) => line.state === state).length;
  const problems = count("red");
  const warnings = count("yellow");
  return `${count("green")} ok, ${countOf(warnings, "warning")}, ${countOf(problems, "problem")}.`;
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(({ length }) => length));
}
