import { closestMatch } from "leven";
import { Document, visit } from "yaml";
import type { Complaint } from "../../problem.ts";

export type Mapping = { readonly [key: string]: unknown };

export function isMapping(value: unknown): value is Mapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const foundLength = 80;
const writtenLength = 160;

/** A complaint about a value, which is shown as compact JSON. */
export function complain(
  value: unknown,
  words: Pick<Complaint, "message" | "allowed" | "mend">,
): Complaint {
  return { path: [], found: cut(compactJson(value), foundLength), ...words };
}

/** The complaints about a part, seen from the whole that holds it at `step`. */
export function under(step: string | number, complaints: readonly Complaint[]): Complaint[] {
  return complaints.map((complaint) => ({ ...complaint, path: [step, ...complaint.path] }));
}

/** A value as compact JSON. What JSON lacks, such as YAML's `.inf`, is shown as text. */
export function compactJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (hasJson(part) ? part : String(part)));
}

function hasJson(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  return value === null || ["string", "boolean", "object"].includes(typeof value);
}

/** A value as the user would write it on one line of the file. */
export function written(value: unknown): string {
  const document = new Document(value, { aliasDuplicateObjects: false });
  // YAML quotes ">" but not "<": side by side in a range that puzzles.
  visit(document, {
    Scalar: (_key, node) => {
      if (/^[<=>]/.test(String(node.value))) node.type = "QUOTE_DOUBLE";
    },
  });
  const text = document
    .toString({ collectionStyle: "flow", flowCollectionPadding: false, lineWidth: 0 })
    .trimEnd();
  return cut(text.includes("\n") ? compactJson(value) : text, writtenLength);
}

/** A field with its value, such as `source: [aws.ecr]`. */
export function writtenField(field: string, value: unknown): string {
  return `${written(field)}: ${written(value)}`;
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).toWellFormed()}…`;
}

/** The known name that a misspelt one is nearest to, if any is near; `detailType` is `detail-type`. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const kebab = kebabCase(name);
  return closestMatch(kebab, known, { maxDistance: Math.max(1, Math.floor(kebab.length / 3)) });
}

export function kebabCase(name: string): string {
  return name
    .replace(/([a-z])([A-Z])/g, "$1-$2")
    .replace(/[\s_]/g, "-")
    .toLowerCase();
}
