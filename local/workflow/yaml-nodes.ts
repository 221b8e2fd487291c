import {
  type Alias,
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  type Node,
  type Scalar,
  visit,
} from "yaml";

/** What is wrong with a YAML file, and where: in characters from its start. */
export interface Fault {
  readonly offset: number;
  readonly message: string;
}

/** The maximum that GitHub's reader sets; both ends of a list or a map count. */
const maxNodes = 50_000;

/** For an alias of a list or a map, the parser goes through the whole file; so many nodes take seconds. */
const maxSteps = 5_000_000;

/** Goes through the nodes as GitHub's reader does: an alias stands for all that is below its anchor. */
export function faultInNodes(document: Document.Parsed): Fault | undefined {
  const { anchored, size } = readAnchors(document);
  const waiting: unknown[] = [document.contents];
  let offset = 0;
  let aliasOffset: number | undefined;
  let steps = 0;
  for (let count = 0; waiting.length > 0; count += 1) {
    const node = waiting.pop();
    offset = offsetOf(node) ?? offset;
    if (isAlias(node)) aliasOffset = offset;
    if (count > maxNodes) {
      return {
        offset: aliasOffset ?? offset,
        message: "Maximum YAML nodes exceeded",
      };
    }
    const message = complaintAbout(node, anchored);
    if (message !== undefined) return { offset, message };
    if (isCollection(node)) count += 1;
    if (isAlias(node) && !isScalar(anchored.get(node))) steps += size;
    if (steps > maxSteps) return { offset, message: "Too many aliases for a file of this size" };
    for (const child of childrenOf(node, anchored).toReversed()) waiting.push(child);
  }
  return undefined;
}

type Anchored = ReadonlyMap<unknown, Node>;

/** What each alias stands for, the last node before it that has the anchor; and how many nodes there are. */
function readAnchors(document: Document.Parsed): {
  anchored: Anchored;
  size: number;
} {
  const anchors = new Map<string, Node>();
  const anchored = new Map<Alias, Node>();
  let size = 0;
  visit(document, {
    Node: (_, node) => {
      size += 1;
      const target = isAlias(node) ? anchors.get(node.source) : undefined;
      if (isAlias(node) && target !== undefined) anchored.set(node, target);
      if (!isAlias(node) && node.anchor !== undefined) anchors.set(node.anchor, node);
    },
  });
  return { anchored, size };
}

function complaintAbout(node: unknown, anchored: Anchored): string | undefined {
  if (isAlias(node) && !anchored.has(node)) return `Unknown anchor '${node.source}'`;
  if (isScalar(node) && !isKnownTag(node)) return `Unexpected tag '${node.tag}'`;
  if (isMap(node) && !node.flow && node.items.some(({ value }) => value === null)) {
    return "Expected a value after each key";
  }
  if (!isPair(node) || node.key === null) return undefined;
  const key = isAlias(node.key) ? (anchored.get(node.key) ?? node.key) : node.key;
  return isScalar(key) || isAlias(key) ? undefined : "Expected a scalar value as key";
}

const knownTags: readonly string[] = ["str", "bool", "float", "int", "null"].map(
  (name) => `tag:yaml.org,2002:${name}`,
);

function isKnownTag({ tag }: Scalar): boolean {
  return tag === undefined || knownTags.includes(tag);
}

function childrenOf(node: unknown, anchored: Anchored): readonly unknown[] {
  if (isPair(node)) return [node.key, node.value];
  if (isAlias(node)) return [anchored.get(node)];
  return isCollection(node) ? node.items : [];
}

/** Of a pair, where its key starts. */
function offsetOf(node: unknown): number | undefined {
  const placed = isPair(node) ? node.key : node;
  return isNode(placed) ? placed.range?.[0] : undefined;
}
