import {
  type Document,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
} from "yaml";
import type { WorkflowSchedule } from "../workflow/workflow-file.ts";
import { behindComments, columnOf, isBlock, lineBehind } from "./layout.ts";

/** An entry of a workflow's `on.schedule`, with where it stands and what was written about it. */
export interface ScheduleEntry extends WorkflowSchedule {
  /** Lines and columns count from 1. */
  readonly line: number;
  readonly column: number;
  /** Comments above the entry or between its keys, line by line, without their `#`. */
  readonly above: readonly string[];
  /** Comments behind the entry. */
  readonly below: readonly string[];
  /** The comment beside the cron. */
  readonly beside: string | undefined;
  /** The comment beside the time zone. */
  readonly besideTimezone: string | undefined;
}

/** `on.schedule` in its file. Lines count from 1. */
export interface ScheduleBlock {
  readonly firstLine: number;
  readonly lastLine: number;
  readonly entries: readonly ScheduleEntry[];
}

/** Finds the places and the comments of the schedules that GitHub's parser has read. */
export function findScheduleEntries(
  text: string,
  schedules: readonly WorkflowSchedule[],
): ScheduleBlock {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, logLevel: "error" });
  const placeOf = (offset = 0) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const pair = schedulePair(document);
  const key = isNode(pair?.key) ? pair.key : undefined;
  const list = isNode(pair?.value) ? resolveAlias(pair.value, document) : undefined;
  const items = isSeq(list) ? list.items.filter(isNode) : [];
  const place = placeOf(key?.range?.[0]);
  const first = [...commentsAbove(text, place.line), ...linesOf([list?.commentBefore])];
  const entries = schedules.map((schedule, index) => {
    const item = items.length === schedules.length ? items[index] : undefined;
    const own = item?.range ? placeOf(item.range[0]) : place;
    const isLast = index === schedules.length - 1;
    const { above, ...comments } = commentsIn(text, item, isLast ? list : undefined);
    return { ...schedule, ...own, above: [...(index === 0 ? first : []), ...above], ...comments };
  });
  const end = isNode(pair?.value) ? (pair.value.range?.[1] ?? 0) : 0;
  const lastLine = Math.max(place.line, placeOf(end - 1).line);
  return { firstLine: place.line, lastLine, entries };
}

function schedulePair(document: Document): Pair | undefined {
  const on = document.get("on", true);
  const events = isNode(on) ? resolveAlias(on, document) : undefined;
  if (!isMap(events)) return undefined;
  return events.items.find(({ key }) => isScalar(key) && key.value === "schedule");
}

function resolveAlias(node: Node, document: Document): Node | undefined {
  return "resolve" in node ? node.resolve(document) : node;
}

/** The comment lines that stand right above the line of a block mapping's key. */
function commentsAbove(text: string, line: number): readonly string[] {
  const lines = text.split(/\r?\n/);
  const indent = /^ */.exec(lines[line - 1] ?? "")?.[0] ?? "";
  const comments: string[] = [];
  for (let above = line - 2; above >= 0; above--) {
    const text = lines[above] ?? "";
    if (!text.startsWith(`${indent}#`) || indent === "") break;
    comments.unshift(text.slice(indent.length + 1));
  }
  return comments;
}

/** @param list the list that the item is the last one of. */
function commentsIn(text: string, item: Node | undefined, list: Node | undefined) {
  const pairs = isMap(item) ? item.items.filter(isPair) : [];
  const keys = pairs.map(({ key }) => (isNode(key) ? key.commentBefore : undefined));
  const values = pairs.map(({ value }) => (isNode(value) ? value.commentBefore : undefined));
  const above = linesOf([item?.commentBefore, ...keys, ...values]);
  const cron = besideKey(item, "cron");
  // What follows brackets or braces stands beside them, and what follows lines stands below them.
  const inline = linesOf([item, list].map((node) => (isFlow(node) ? node?.comment : undefined)));
  const [beside, ...rest] = cron === undefined ? inline : [cron, ...inline];
  const own = linesOf([isFlow(item) ? undefined : item?.comment]);
  const below = [...rest, ...(isBlock(list) ? commentsBelow(text, list) : own)];
  return { above, below, beside, besideTimezone: besideKey(item, "timezone") };
}

function isFlow(node: Node | undefined): boolean {
  return (isMap(node) || isSeq(node)) && node.flow === true;
}

/** The comments behind a list that stand at least as far in as its dashes. */
function commentsBelow(text: string, list: Node): readonly string[] {
  const begin = lineBehind(text, list);
  const end = behindComments(text, begin, columnOf(text, list.range?.[0] ?? 0));
  return linesOf([text.slice(begin, end).replaceAll(/^\s*#/gm, "")]);
}

function besideKey(item: Node | undefined, name: string): string | undefined {
  const value = isMap(item) ? item.get(name, true) : undefined;
  return isNode(value) ? oneLine(value.comment) : undefined;
}

function oneLine(comment: string | null | undefined): string | undefined {
  return comment ? linesOf([comment]).join("") : undefined;
}

function linesOf(comments: readonly (string | null | undefined)[]): readonly string[] {
  return comments
    .flatMap((comment) => comment?.split("\n") ?? [])
    .map((line) => line.trimEnd())
    .filter((line) => line !== "");
}
