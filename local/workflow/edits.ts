/** A part of a text and what takes its place. */
export interface Edit {
  /** Where the part starts and ends, in characters from the text's start. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text with all edits; of two at the same place the first one counts. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const byStart = new Map(edits.toReversed().map((edit) => [edit.start, edit]));
  let result = text;
  for (const { start, end, text: replacement } of [...byStart.values()].sort(
    (a, b) => b.start - a.start,
  )) {
    result = result.slice(0, start) + replacement + result.slice(end);
  }
  return result;
}
