/** Columns of a terminal that what is printed fits into. */
const terminalWidth = 100;

/** A text without what a terminal would obey, or turn round: what came from outside may hold it. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Bidi_Control}]+/gu, " ").trim();
}

/** Rows as columns, each as wide as its widest cell. */
export function alignRows(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows.reduce<number[]>(
    (widest, row) => row.map((cell, index) => Math.max(cell.length, widest[index] ?? 0)),
    [],
  );
  return rows.map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

/** The same, cut off where the terminal ends. */
export function fitRows(rows: readonly (readonly string[])[]): readonly string[] {
  return alignRows(rows).map((line) => cut(line, terminalWidth));
}

/** A text that has at most so many characters; where some are left out, it ends with an ellipsis. */
export function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}

/** Lines of whole words that fit into the terminal, each behind the same indent. */
export function wrap(text: string, indent: string): readonly string[] {
  const width = terminalWidth - indent.length;
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (longer.length > width && line !== "") lines.push(line);
    line = longer.length > width ? word : longer;
  }
  return [...lines, line].map((each) => indent + each);
}

/** `2026-11-24 02:30:05`, in the time zone of this machine. */
export function localTime(time: number): string {
  // Sweden writes dates as ISO 8601 has them.
  return new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "medium" }).format(time);
}
