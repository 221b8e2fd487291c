import { type Document, isScalar, LineCounter, parseDocument, visit } from "yaml";
import { applyEdits } from "./edits.ts";
import { editsOf } from "./parser-gaps.ts";
import { type Fault, faultInNodes } from "./yaml-nodes.ts";

/** A workflow file as the parser takes it, or why GitHub can read nothing in it. */
export type YamlSource =
  | {
      readonly text: string;
      readonly misread: readonly string[];
      readonly problem?: never;
    }
  | { readonly problem: string };

/**
 * Reads a workflow file as YAML by the rules of GitHub's own reader, which the published parser keeps in part
 * only (github.com/actions/runner, src/Sdk/WorkflowParser/Conversion/YamlObjectReader.cs): how many nodes
 * there may be, with all that aliases repeat; which tags; that anchors come before their aliases.
 * @returns the file without what the parser does not take although GitHub does, line by line as it was;
 * `misread` are complaints about keys that the parser breaks down at in some places.
 */
export function readYaml(content: string): YamlSource {
  const lines = new LineCounter();
  const document = parseDocument(content, {
    lineCounter: lines,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: "error",
  });
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `(Line: ${Math.max(1, line)}, Col: ${Math.max(1, col)})`;
  };
  const fault = firstFault(document);
  if (fault !== undefined) return { problem: `${place(fault.offset)}: ${fault.message}` };
  return {
    text: applyEdits(content, editsOf(document, content)),
    misread: inheritedKeys(document).map(
      ({ offset, name }) => `${place(offset)}: Unexpected value '${name}'`,
    ),
  };
}

/** Both the library and the parser go down into lists and maps by calling themselves. */
export const nestedTooDeeply = "Nested too deeply";

/** The place, for a problem that comes without one. */
export function atStart(problem: string): string {
  return problem.startsWith("(Line: ") ? problem : `(Line: 1, Col: 1): ${problem}`;
}

/** One slip makes much after it a fault too, so only the first one counts. */
function firstFault(document: Document.Parsed): Fault | undefined {
  const [error] = document.errors;
  if (error === undefined) return faultInNodes(document);
  if (error.message.startsWith("Maximum call stack")) {
    return { offset: error.pos[0], message: nestedTooDeeply };
  }
  // The library's advice about its own functions is of no use here.
  return {
    offset: error.pos[0],
    message: error.message.replace(/; please use .*$/, ""),
  };
}

/**
 * The parser looks a key up among an object's own properties and the inherited ones, and breaks down where
 * it finds `constructor`.
 */
function inheritedKeys(document: Document.Parsed): { offset: number; name: string }[] {
  const found: { offset: number; name: string }[] = [];
  visit(document, {
    Pair: (_, { key }) => {
      if (!isScalar<unknown>(key)) return;
      const name = String(key.value);
      if (name in Object.prototype) found.push({ offset: key.range?.[0] ?? 0, name });
    },
  });
  return found;
}
