import type { InputDefinition } from "../workflow/input-definitions.ts";
import type { Schema } from "./document.ts";
import { allInputsSchema, inputSchema, needsValue, textSchema } from "./input-schema.ts";
import type { Read } from "./reads.ts";

/** A value of a call that a trigger reads. */
export interface Field {
  /** Its way in: `["body", "release", "tag"]`. */
  readonly path: readonly string[];
  /** What it may be; empty where nobody can tell. */
  readonly schema: Schema;
  /** Whether GitHub refuses the call without it. */
  readonly required: boolean;
}

/** The fields of a call, typed by the workflow's inputs where they are known. */
export function fieldsOf(
  reads: readonly Read[],
  inputs: readonly InputDefinition[] | undefined,
): readonly Field[] {
  return reads.flatMap((read) => {
    if (read.gives === "all") return allFields(read, inputs);
    return [fieldOf(read, inputs)];
  });
}

function fieldOf(read: Read, inputs: readonly InputDefinition[] | undefined): Field {
  const { path, gives, fallback } = read;
  const name = typeof gives === "object" ? gives.input : undefined;
  const definition = inputs?.find((input) => input.name === name);
  if (definition === undefined) {
    return { path, schema: withDefault({}, read), required: false };
  }
  const given = fallback === undefined ? definition : { ...definition, required: false };
  const about = path[0] === "body" ? bodySchema(path, given) : textSchema(given);
  const required = fallback === undefined && needsValue(definition);
  return { path, schema: withDefault(about, read), required };
}

/** The literal that stands in for a missing value; outside of the body, everything is text. */
function withDefault(schema: Schema, { path, fallback }: Read): Schema {
  if (fallback === undefined) return schema;
  return { ...schema, default: path[0] === "body" ? fallback : String(fallback) };
}

/** All inputs from the query are parameters of their own; from elsewhere they are one object. */
function allFields(
  { path, fallback }: Read,
  inputs: readonly InputDefinition[] | undefined,
): readonly Field[] {
  if (path.length === 1 && path[0] === "query" && inputs !== undefined) {
    return inputs.map((input) => ({
      path: ["query", input.name],
      schema: textSchema(input),
      required: input.required && !input.default,
    }));
  }
  const schema = allInputsSchema(inputs);
  const required = schema.required !== undefined && fallback === undefined;
  return [{ path, schema, required }];
}

/** A text that gets the whole body gets any JSON. */
function bodySchema(path: readonly string[], definition: InputDefinition): Schema {
  const schema = inputSchema(definition);
  const isText = schema.enum === undefined && schema.pattern === undefined;
  return path.length === 1 && isText ? {} : schema;
}
