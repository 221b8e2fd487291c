import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  type Node,
  visit,
  type YAMLMap,
} from "yaml";
import type { Edit } from "./edits.ts";

/**
 * What to write otherwise, to the same effect, so that the published parser takes what GitHub takes. None
 * of it moves a line.
 */
export function editsOf(document: Document.Parsed, content: string): readonly Edit[] {
  return [
    ...inputEdits(document),
    ...runNameEdits(document, content),
    ...keyEdits(document),
    ...valueEdits(document),
    ...aliasEdits(document),
  ];
}

/** What stands somewhere: an alias and what it stands for, or the same node twice. */
interface Found {
  readonly at: Node;
  readonly node: unknown;
}

/**
 * GitHub takes `inputs:` and an input without anything below it, and turns a default of any kind into text
 * (github.com/actions/runner, src/Sdk/WorkflowParser/workflow-v1.0.json: `workflow-dispatch-inputs-relaxed`
 * and what follows). The parser refuses the former, and a default that is not of the input's type.
 */
function inputEdits(document: Document.Parsed): readonly Edit[] {
  const on = find(document, document.contents, "on");
  const trigger = find(document, on?.node, "workflow_dispatch");
  const inputs = find(document, trigger?.node, "inputs");
  if (inputs === undefined) return [];
  if (isNull(inputs.node)) return replace(inputs.at, " {}");
  if (!isMap(inputs.node)) return [];
  return inputs.node.items.flatMap(({ value }) => {
    const input = follow(document, value);
    if (input === undefined) return [];
    return isNull(input.node) ? replace(input.at, " {}") : defaultEdits(document, input.node);
  });
}

function defaultEdits(document: Document.Parsed, input: unknown): readonly Edit[] {
  const type = find(document, input, "type")?.node;
  const given = find(document, input, "default");
  if (!isScalar(given?.node) || isNull(given.node)) return [];
  const { value } = given.node;
  switch (isScalar(type) ? type.value : "string") {
    case "boolean":
      return value === "true" || value === "false" ? replace(given.at, value) : [];
    case "number":
      return [];
    default:
      return typeof value === "string" ? [] : replace(given.at, JSON.stringify(String(value)));
  }
}

/** Of text over several lines that holds an expression, the parser takes the source, indented as it is. */
function runNameEdits(document: Document.Parsed, content: string): readonly Edit[] {
  const { node, at } = find(document, document.contents, "run-name") ?? {};
  const value = isScalar(node) ? node.value : undefined;
  if (typeof value !== "string" || !value.includes("${{") || !at?.range) return [];
  const breaks = content.slice(at.range[0], at.range[1]).split("\n").length - 1;
  return breaks === 0 ? [] : replace(at, JSON.stringify(value) + "\n".repeat(breaks));
}

/** The parser breaks down at keys that are no text (`7:`), and takes no alias for one. */
function keyEdits(document: Document.Parsed): readonly Edit[] {
  const edits: Edit[] = [];
  visit(document, {
    Pair: (_, { key }) => {
      const { node, at } = follow(document, key) ?? {};
      if (!isScalar(node) || at === undefined) return;
      if (!isAlias(at) && typeof node.value === "string") return;
      const text = typeof node.value === "string" ? node.value : node.source;
      if (text) edits.push(...replace(at, JSON.stringify(text)));
    },
  });
  return edits;
}

/** The parser loses count at a key in braces that has no value (`{ push, workflow_dispatch }`). */
function valueEdits(document: Document.Parsed): readonly Edit[] {
  const edits: Edit[] = [];
  visit(document, {
    Map: (_, { items, flow }) => {
      for (const { key, value } of flow ? items : []) {
        const end = isNode(key) && value === null ? key.range?.[1] : undefined;
        if (end !== undefined) edits.push({ start: end, end, text: ": null" });
      }
    },
  });
  return edits;
}

/** The parser looks through the whole file for what an alias stands for. */
function aliasEdits(document: Document.Parsed): readonly Edit[] {
  const edits: Edit[] = [];
  const anchors = new Map<string, Node>();
  visit(document, {
    Node: (_, node) => {
      const target = isAlias(node) ? anchors.get(node.source) : undefined;
      if (!isAlias(node) && node.anchor !== undefined) anchors.set(node.anchor, node);
      if (!isScalar(target)) return;
      const isText = typeof target.value === "string";
      edits.push(...replace(node, isText ? JSON.stringify(target.value) : target.source || "null"));
    },
  });
  return edits;
}

function find(document: Document.Parsed, map: unknown, key: string): Found | undefined {
  const pair = isMap(map) ? pairOf(map, key) : undefined;
  return pair && follow(document, pair.value);
}

function pairOf({ items }: YAMLMap, key: string) {
  return items.find((item) => isScalar(item.key) && item.key.value === key);
}

function follow(document: Document.Parsed, value: unknown): Found | undefined {
  if (isAlias(value)) return { at: value, node: value.resolve(document) };
  return isScalar(value) || isMap(value) ? { at: value, node: value } : undefined;
}

function isNull(node: unknown): boolean {
  return isScalar(node) && node.value === null;
}

function replace({ range }: Node, text: string): readonly Edit[] {
  return range ? [{ start: range[0], end: range[1], text }] : [];
}
