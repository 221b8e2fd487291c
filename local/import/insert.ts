import {
  type Document,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Pair,
  parseDocument,
  type YAMLMap,
} from "yaml";
import {
  behindComments,
  columnOf,
  indentAt,
  isBlock,
  keepsBlankLines,
  type Layout,
  layoutOf,
  lineAfter,
  lineBehind,
  lineBehindPair,
  lineEndOf,
} from "./layout.ts";
import type { Translation } from "./translate.ts";
import { type NewTrigger, scalar, scheduleLines, triggerLines } from "./trigger-lines.ts";

/** The file with lines put in, or why no lines can be put into it. */
export type Inserted =
  | { readonly text: string; readonly problem?: never }
  | { readonly text?: never; readonly problem: string; readonly lines: readonly string[] };

/** Puts a trigger at the end of the file's triggers. All other bytes stay as they are. */
export function insertTrigger(text: string, trigger: NewTrigger): Inserted {
  const document = parseDocument(text, { logLevel: "error" });
  const layout = layoutOf(text, document);
  const root = document.contents;
  if (!isMap(root) || root.flow) return refuse("the file", trigger, layout);
  const pair = pairOf(root, "triggers");
  if (pair === undefined) {
    const column = indentAt(text, root.range?.[0] ?? 0);
    const lines = [`${" ".repeat(column)}triggers:`];
    const offset = behindComments(text, lineBehind(text, root), 0);
    const own = triggerLines(trigger, column + layout.step, layout);
    const blank = keepsBlankLines(text, root) ? [] : [""];
    return { text: insertLines(text, offset, [...blank, ...lines, ...own]) };
  }
  const { value } = pair;
  if (isBlock(value) && isMap(value)) return insertBehind(text, value, trigger, document);
  const isNothing = isScalar(value) && value.value === null;
  const isEmpty = isMap(value) && value.items.length === 0 && isNode(value);
  if (!isNothing && !isEmpty) return refuse("triggers:", trigger, layout);
  return insertFirst(text, pair, trigger, document);
}

function insertBehind(
  text: string,
  triggers: YAMLMap,
  trigger: NewTrigger,
  document: Document,
): Inserted {
  const column = indentAt(text, offsetOf(triggers.items[0]));
  const lines = triggerLines(trigger, column, layoutOf(text, document));
  const offset = behindComments(text, lineBehind(text, triggers), column);
  const isApart = areApart(text, triggers) && !/\n\r?\n$/.test(text.slice(0, offset));
  const blank = isApart && !keepsBlankLines(text, triggers) ? [""] : [];
  return { text: insertLines(text, offset, [...blank, ...lines]) };
}

/** Puts the first trigger below `triggers:`, in place of `{}` or `null` if that is written there. */
function insertFirst(text: string, pair: Pair, trigger: NewTrigger, document: Document): Inserted {
  const layout = layoutOf(text, document);
  const [from, to] = (isNode(pair.value) && pair.value.range) || [text.length, text.length];
  const space = / *$/.exec(text.slice(0, from))?.[0].length ?? 0;
  const isWritten = to > from;
  const cleared = isWritten ? text.slice(0, from - space) + text.slice(to) : text;
  const column = indentAt(text, offsetOf(pair));
  const line = lineAfter(cleared, offsetOf(pair));
  const offset = behindComments(cleared, line, column + 1);
  const lines = triggerLines(trigger, column + layout.step, layout);
  return { text: insertLines(cleared, offset, lines) };
}

/** Puts schedules behind those of a trigger; nothing where its list isn't written line by line, or is shared. */
export function insertSchedules(
  text: string,
  name: string,
  schedules: readonly Translation[],
): string | undefined {
  const document = parseDocument(text, { logLevel: "error" });
  const path = ["triggers", name, "on", "schedule"];
  const nodes = path.map((_, index) => document.getIn(path.slice(0, index + 1), true));
  const list = nodes.at(-1);
  const isOwn = nodes.every((node) => isBlock(node) && !("anchor" in node && node.anchor));
  if (!isOwn || !isSeq(list)) return undefined;
  const last = list.items.at(-1);
  const column = columnOf(text, list.range?.[0] ?? 0);
  const behindDash =
    isMap(last) && isBlock(last) ? columnOf(text, last.range?.[0] ?? 0) - column : 2;
  const lines = scheduleLines(schedules, column, behindDash);
  return insertLines(text, lineBehind(text, list), lines);
}

/** A file that has no triggers yet: a credential, defaults, and the trigger, below what stands there. */
export function insertAll(
  text: string,
  credential: string,
  defaults: Readonly<Record<string, string | undefined>>,
  trigger: NewTrigger,
): string {
  const written = Object.entries(defaults).filter(([, value]) => value !== undefined);
  const lines = [
    ...["credentials:", `  ${credential}:`, "    pat: github/dispatch-token", ""],
    ...["defaults:", ...written.map(([key, value]) => `  ${key}: ${scalar(value ?? "")}`), ""],
    "triggers:",
    ...triggerLines(trigger, 2, { lineEnd: lineEndOf(text), step: 2, dash: 2 }),
  ];
  return insertLines(text, text.length, lines);
}

function insertLines(text: string, offset: number, lines: readonly string[]): string {
  const end = lineEndOf(text);
  const before = text.slice(0, offset);
  const isOpen = before.replace(/^\uFEFF/, "") !== "" && !before.endsWith("\n");
  return (
    before + (isOpen ? end : "") + lines.map((line) => line + end).join("") + text.slice(offset)
  );
}

function pairOf(map: YAMLMap, name: string): Pair | undefined {
  return map.items.find(({ key }) => isScalar(key) && key.value === name);
}

function offsetOf(pair: Pair | undefined): number {
  return (isNode(pair?.key) && pair.key.range?.[0]) || 0;
}

/** Whether blank lines separate the triggers. A single trigger shows nothing of that. */
function areApart(text: string, { items }: YAMLMap): boolean {
  const [previous, last] = items.slice(-2);
  if (previous === undefined || last === undefined) return true;
  return /\n\s*\n/.test(`\n${text.slice(lineBehindPair(text, previous), offsetOf(last))}`);
}

function refuse(what: string, trigger: NewTrigger, layout: Layout): Inserted {
  const problem = `Lines can't be put into it, since ${what} isn't a block mapping (a key on each line, without { }). Write it as one and import again, or add what belongs below triggers: yourself.`;
  return { problem, lines: triggerLines(trigger, layout.step, layout) };
}
