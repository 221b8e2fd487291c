import {
  type Document,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  visit,
} from "yaml";

/** How a file of triggers is written. Columns count from 0. */
export interface Layout {
  readonly lineEnd: "\n" | "\r\n";
  /** Spaces that a block mapping stands further in than the key that it belongs to. */
  readonly step: number;
  /** Spaces that the dashes of a list stand further in than its key. */
  readonly dash: number;
}

/** The layout of a file, read off the first place that shows it, if possible among the triggers. */
export function layoutOf(text: string, document: Document): Layout {
  const triggers = isMap(document.contents) ? document.contents.get("triggers", true) : undefined;
  const places = [...(isNode(triggers) ? [triggers] : []), document];
  const first = (isMeant: (node: unknown) => boolean) =>
    places
      .map((place) => nestedColumn(text, place, isMeant))
      .find((column) => column !== undefined);
  const step = first(isMap) ?? 2;
  return { lineEnd: lineEndOf(text), step, dash: first(isSeq) ?? step };
}

/** The line end of the first line. */
export function lineEndOf(text: string): Layout["lineEnd"] {
  return /^[^\n]*\r\n/.test(text) ? "\r\n" : "\n";
}

function nestedColumn(
  text: string,
  place: Document | Node,
  isMeant: (node: unknown) => boolean,
): number | undefined {
  let found: number | undefined;
  visit(place, {
    Pair(_, { key, value }) {
      if (!isMeant(value) || !isBlock(value) || !isNode(key) || !key.range || !value.range) return;
      found = columnOf(text, value.range[0]) - indentAt(text, key.range[0]);
      return visit.BREAK;
    },
  });
  return found;
}

/** Whether a node is a mapping or a list that has something in it, written line by line. */
export function isBlock(node: unknown): node is Node {
  return (isMap(node) || isSeq(node)) && node.flow !== true && node.items.length > 0;
}

/** The offset of a line's begin. */
function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

/** The offset behind a line's end. */
export function lineAfter(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  return end < 0 ? text.length : end + 1;
}

/** The spaces that the line of an offset begins with. */
export function indentAt(text: string, offset: number): number {
  return /^ */.exec(text.slice(lineStart(text, offset)))?.[0].length ?? 0;
}

/** The column of an offset. */
export function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

/** The offset of the line behind the last one of a node's content. */
export function lineBehind(text: string, node: Node): number {
  if (isBlock(node) && (isMap(node) || isSeq(node))) {
    const last = node.items.at(-1);
    if (isPair(last)) return lineBehindPair(text, last);
    if (isNode(last)) return lineBehind(text, last);
  }
  const end = node.range?.[1] ?? text.length;
  const isBlockScalar = isScalar(node) && /^BLOCK/.test(node.type ?? "");
  // The content of a block scalar ends where a line begins.
  return isBlockScalar && text[end - 1] === "\n" ? end : lineAfter(text, end);
}

/** The same of a key and its value, which may be empty. */
export function lineBehindPair(text: string, { key, value }: Pair): number {
  const isEmpty = isScalar(value) && value.source === "";
  if (isNode(value) && !isEmpty) return lineBehind(text, value);
  return isNode(key) ? lineBehind(text, key) : text.length;
}

/** The last line of a node, if blank lines behind it are part of its content (`|+`). */
export function keepsBlankLines(text: string, node: unknown): boolean {
  if (isMap(node)) return keepsBlankLines(text, node.items.at(-1)?.value);
  if (isSeq(node)) return keepsBlankLines(text, node.items.at(-1));
  const isBlockScalar = isScalar(node) && /^BLOCK/.test(node.type ?? "");
  return isBlockScalar && /^[|>]\d?\+/.test(text.slice(node.range?.[0]));
}

/** Behind the comments that follow a line and stand at least as far in as its kind. */
export function behindComments(text: string, offset: number, indent: number): number {
  let behind = offset;
  let line = offset;
  while (line < text.length) {
    const next = lineAfter(text, line);
    const content = text.slice(line, next).trim();
    const isComment = content.startsWith("#") && indentAt(text, line) >= indent;
    if (content !== "" && !isComment) break;
    if (isComment) behind = next;
    line = next;
  }
  return behind;
}
