/** Columns of a line, as biome.json has it. */
const width = 100;

/** What stands beside a value in its lines. */
interface Beside {
  readonly indent: string;
  /** Columns of the name before it, and of the comma after it. */
  readonly before: number;
  readonly after: number;
}

/**
 * JSON as the project's formatter has it: lists and objects are in one line each where they fit, so that a row of
 * a table stays a row.
 */
export function readableJson(
  value: unknown,
  { indent, before, after }: Beside = { indent: "", before: 0, after: 0 },
): string {
  const flat = flatJson(value);
  const columns = indent.length + before + flat.length + after;
  if (columns <= width || !isCompound(value)) return flat;
  const deeper = `${indent}  `;
  const lines = isNumbers(value) ? filledLines(value, deeper) : memberLines(value, deeper);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  return [open, ...lines, `${indent}${close}`].join("\n");
}

/** A line, or some, for each member. */
function memberLines(value: object, indent: string): readonly string[] {
  const members = membersOf(value);
  return members.map(([name, member], index) => {
    const label = name === undefined ? "" : `${JSON.stringify(name)}: `;
    const comma = index < members.length - 1 ? "," : "";
    const beside = { indent, before: label.length, after: comma.length };
    return `${indent}${label}${readableJson(member, beside)}${comma}`;
  });
}

/** As many numbers in each line as fit. */
function filledLines(numbers: readonly number[], indent: string): readonly string[] {
  const lines: string[] = [];
  for (const [index, number] of numbers.entries()) {
    const text = `${number}${index < numbers.length - 1 ? "," : ""}`;
    const line = lines.at(-1);
    const longer = line === undefined ? `${indent}${text}` : `${line} ${text}`;
    if (line === undefined || longer.length > width) lines.push(`${indent}${text}`);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

function flatJson(value: unknown): string {
  if (!isCompound(value)) return JSON.stringify(value) ?? "null";
  if (Array.isArray(value)) return `[${value.map(flatJson).join(", ")}]`;
  const members = membersOf(value).map(
    ([name, member]) => `${JSON.stringify(name)}: ${flatJson(member)}`,
  );
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

function isCompound(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function isNumbers(value: object): value is readonly number[] {
  return Array.isArray(value) && value.every((member) => typeof member === "number");
}

/** Members of an object with their names, or those of a list. JSON leaves out what is undefined. */
function membersOf(value: object): readonly (readonly [string | undefined, unknown])[] {
  if (Array.isArray(value)) return value.map((member) => [undefined, member]);
  return Object.entries(value).filter(([, member]) => member !== undefined);
}
