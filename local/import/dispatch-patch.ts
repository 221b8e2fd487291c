import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";
import {
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import { inputLimits } from "../../dispatch/inputs.ts";
import { parseWorkflowFile } from "../workflow/workflow-file.ts";
import {
  behindComments,
  columnOf,
  indentAt,
  isBlock,
  lineBehind,
  lineBehindPair,
  lineEndOf,
} from "./layout.ts";
import type { ScheduledWorkflow } from "./workflows.ts";

/** The change of a workflow that a dispatch needs. */
export type DispatchPatch =
  /** A unified diff, relative to the root of the repository. */
  | { readonly patch: string; readonly problem?: never }
  | { readonly patch?: never; readonly problem: string };

/** The patch that adds `workflow_dispatch` to a workflow, whose other bytes stay as they are. */
export async function dispatchPatch(workflow: ScheduledWorkflow): Promise<DispatchPatch> {
  const { text, path, pathInRepository } = workflow;
  const patched = addDispatch(text);
  const parsed =
    patched === undefined ? undefined : await parseWorkflowFile(patched, inputLimits.count);
  if (patched === undefined || !parsed || "failure" in parsed || !parsed.dispatchable) {
    return {
      problem: `${path}: no patch can be made of it. Add workflow_dispatch: to on: by hand.`,
    };
  }
  return { patch: unifiedDiff(pathInRepository, text, patched) };
}

/** A unified diff that git apply takes. */
export function unifiedDiff(path: string, before: string, after: string): string {
  const [from, to] = [`a/${path}`, `b/${path}`];
  const options = { context: 3, headerOptions: FILE_HEADERS_ONLY };
  return createTwoFilesPatch(from, to, before, after, undefined, undefined, options);
}

/** A workflow's text with `workflow_dispatch` among its events; undefined where that takes a person. */
export function addDispatch(text: string): string | undefined {
  const document = parseDocument(text, { logLevel: "error" });
  const pair = isMap(document.contents)
    ? document.contents.items.find(({ key }) => isScalar(key) && key.value === "on")
    : undefined;
  if (pair === undefined || !isNode(pair.value)) return undefined;
  return addTo(text, pair.value);
}

function addTo(text: string, on: Node): string | undefined {
  if (isScalar(on)) return replaceScalar(text, on);
  if (isSeq(on))
    return isBlock(on) ? addLine(text, on, "- workflow_dispatch") : addInside(text, on);
  if (!isMap(on)) return undefined;
  if (!isBlock(on)) return addInside(text, on);
  const schedule = on.items.find(({ key }) => isScalar(key) && key.value === "schedule");
  return addLine(text, on, "workflow_dispatch:", schedule);
}

/** `on: push` as `on: [push, workflow_dispatch]`. */
function replaceScalar(text: string, on: Node): string | undefined {
  const [from, to] = on.range ?? [];
  if (from === undefined || to === undefined || from === to) return undefined;
  return `${text.slice(0, from)}[${text.slice(from, to)}, workflow_dispatch]${text.slice(to)}`;
}

/** Adds a line behind a pair of a block collection, or else behind the last. */
function addLine(text: string, on: Node, line: string, pair?: Pair): string {
  const column = isSeq(on)
    ? columnOf(text, on.range?.[0] ?? 0)
    : indentAt(text, on.range?.[0] ?? 0);
  const end = pair === undefined ? lineBehind(text, on) : lineBehindPair(text, pair);
  const offset = behindComments(text, end, column + 1);
  const before = text.slice(0, offset);
  const lineEnd = lineEndOf(text);
  const isOpen = !before.endsWith("\n");
  const added = `${" ".repeat(column)}${line}`;
  return `${before}${isOpen ? lineEnd : ""}${added}${isOpen ? "" : lineEnd}${text.slice(offset)}`;
}

/** Adds an item before the first one within brackets or braces. */
function addInside(text: string, on: YAMLMap | YAMLSeq): string | undefined {
  const [first] = on.items;
  const node = isPair(first) ? first.key : first;
  const begin = isNode(node) ? node.range?.[0] : undefined;
  if (begin === undefined) return undefined;
  const item = isMap(on) ? "workflow_dispatch: {}" : "workflow_dispatch";
  return `${text.slice(0, begin)}${item}, ${text.slice(begin)}`;
}
