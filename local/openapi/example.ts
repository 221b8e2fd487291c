import type { Example, Schema } from "./document.ts";

/** A value that a schema takes; texts that nobody can know stand in angle brackets. */
export function exampleOf(schema: Schema, name = "value"): Example {
  const { default: given, enum: choices, examples = [], properties, type } = schema;
  if (given !== undefined) return given;
  if (choices?.[0] !== undefined) return choices[0];
  if (examples[0] !== undefined) return examples[0];
  if (properties !== undefined) {
    const entries = Object.entries(properties);
    return Object.fromEntries(entries.map(([key, value]) => [key, exampleOf(value, key)]));
  }
  if (type === "object") return {};
  return schema.pattern === undefined ? `<${name}>` : 1;
}
