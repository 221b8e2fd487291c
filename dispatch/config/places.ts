import {
  type Document,
  isMap,
  isPair,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type Scalar,
  visit,
  type YAMLError,
} from "yaml";
import type { Problem } from "../problem.ts";
import type { Finding } from "./issues.ts";

/** A parsed YAML file: its content as plain values, and where everything in it stands. */
export interface Source {
  readonly content: unknown;
  readonly problems: readonly Problem[];
  /** A finding with its line and column. What is missing is placed at the nearest thing around it. */
  place(finding: Finding): Problem;
}

/** Parses a YAML 1.2 file. Numbers that stand for text (a tag `1.10`) keep their spelling. */
export function readYaml(text: string): Source {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: "error",
  });
  keepSpelling(document);
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const slips = syntaxErrors(document).map((error) => ({
    ...at(error.pos[0]),
    path: [],
    message: `This is not valid YAML: ${error.message.replace(/\.$/, "")}.`,
    mend: mendSyntax(text, error.pos[0]),
  }));
  const names = forbiddenNames(document).map((offset) => ({ ...at(offset), ...forbiddenName }));
  const content = slips.length + names.length > 0 ? {} : resolveAliases(document);
  const aliases = content.refusal === undefined ? [] : [{ ...at(0), ...content.refusal }];
  const problems = [...slips, ...names, ...aliases];
  return {
    problems,
    content: content.value,
    place: ({ at: target, ...complaint }) => ({
      ...at(offsetOf(document, complaint.path, target)),
      ...complaint,
    }),
  };
}

/** One slip makes everything after it an error too, so of those only the first is worth reading. */
function syntaxErrors(document: Document): readonly YAMLError[] {
  const errors = [...document.errors, ...document.warnings];
  const first = errors.find((error) => error.code !== "DUPLICATE_KEY");
  return errors.filter((error) => error.code === "DUPLICATE_KEY" || error === first);
}

/** In `{ path: /deploy/{name} }` the inner brace opens a mapping: the slip that paths invite. */
function mendSyntax(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf("\n", offset) + 1).split("\n", 1)[0] ?? "";
  const [, path] = /path:\s*([^\s,"'{]+\{[^\s,"']*\})/.exec(line) ?? [];
  if (path !== undefined) {
    return `Inside { }, put a path with parameters in quotes: path: "${path}".`;
  }
  if (/\{.*[:,]\s*\$\{\{/.test(line)) return 'Inside { }, put expressions in quotes: "${{ … }}".';
  return "Mend the syntax here, or just before.";
}

/** The content with its aliases replaced by what they stand for, if that can be done. */
function resolveAliases(document: Document): {
  readonly value?: unknown;
  readonly refusal?: Omit<Problem, "line" | "column">;
} {
  try {
    return { value: document.toJS() };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `An alias can't be resolved: ${reason}.`;
    return { refusal: { path: [], message, mend: "Anchor what *NAME stands for with &NAME." } };
  }
}

/** JavaScript would take it for something else than a key, and it would be lost. */
const forbiddenName = {
  path: [],
  message: "__proto__ can't be a key.",
  mend: "Choose another name.",
};

function forbiddenNames(document: Document): readonly number[] {
  const offsets: number[] = [];
  visit(document, {
    Scalar(key, node) {
      if (key === "key" && node.value === "__proto__") offsets.push(node.range?.[0] ?? 0);
    },
  });
  return offsets;
}

/** The values that are texts even where they look like numbers. */
const textPaths = [
  /^defaults\/ref$/,
  /^triggers\/[^/]*\/(ref|workflow)$/,
  /^triggers\/[^/]*\/inputs(\/[^/]*)?$/,
];

function keepSpelling(document: Document): void {
  visit(document, {
    Scalar(key, node, ancestors) {
      if (key === "key" || typeof node.value !== "number" || node.source === undefined) return;
      const path = ancestors.filter(isPair).map((pair) => String(pair.key));
      if (textPaths.some((pattern) => pattern.test(path.join("/")))) node.value = node.source;
    },
  });
}

function offsetOf(
  document: Document,
  path: readonly (string | number)[],
  target: Finding["at"],
): number {
  let node: Node | null = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [index, step] of path.entries()) {
    const child = childOf(node, step);
    if (child === undefined) return offset;
    const wantsKey = index === path.length - 1 && target === "key";
    const keyOffset = child.key === undefined ? undefined : startOf(child.key);
    offset = (wantsKey ? keyOffset : (startOf(child.value) ?? keyOffset)) ?? offset;
    if (
      index < path.length - 1 &&
      keyOffset !== undefined &&
      !hasChild(child.value, path[index + 1])
    )
      return keyOffset;
    node = child.value;
  }
  return offset;
}

interface Child {
  readonly key?: Node;
  readonly value: Node | null;
}

function childOf(node: Node | null, step: string | number): Child | undefined {
  if (isSeq(node)) {
    const item = node.items[Number(step)];
    return item === undefined ? undefined : { value: item as Node };
  }
  if (!isMap(node)) return undefined;
  const pair = (node.items as Pair<Scalar, Node | null>[]).find(
    (candidate) => String(candidate.key.value) === String(step),
  );
  return pair === undefined ? undefined : { key: pair.key, value: pair.value };
}

function hasChild(node: Node | null, step: string | number | undefined): boolean {
  return step !== undefined && childOf(node, step) !== undefined;
}

function startOf(node: Node | null): number | undefined {
  return node?.range?.[0];
}
