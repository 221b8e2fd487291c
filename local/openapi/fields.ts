import type { InputDefinition } from "../workflow/input-definitions.ts";
import type { Schema } from "./document.ts";
import { allInputsSchema, inputSchema, mustBeSent, takesText, textSchema } from "./input-schema.ts";
import { mergeFields } from "./merge.ts";
import type { Read } from "./reads.ts";

/** A value of a call that a trigger reads. */
export interface Field {
  /** Its way in: `["body", "release", "tag"]`. */
  readonly path: readonly string[];
  /** What it may be; empty where nobody can tell. */
  readonly schema: Schema;
  /** Whether GitHub refuses the call without it. */
  readonly required: boolean;
  /** Whether something below it is read that has no name here: see `Read`. */
  readonly isOpen?: boolean;
}

/** The fields of a call, typed by the workflow's inputs where they are known. */
export function fieldsOf(
  reads: readonly Read[],
  inputs: readonly InputDefinition[] | undefined,
): readonly Field[] {
  const fields = reads.flatMap((read) => {
    if (read.gives === "all") return allFields(read, inputs);
    return [fieldOf(read, inputs)];
  });
  return mergeFields(fields);
}

function fieldOf(read: Read, inputs: readonly InputDefinition[] | undefined): Field {
  const { gives, fallback, isOpen = false } = read;
  // Nothing is below a text.
  const path = read.path[0] === "body" ? read.path : read.path.slice(0, 2);
  const name = typeof gives === "object" ? gives.input : undefined;
  const definition = inputs?.find((input) => input.name === name);
  if (definition === undefined) {
    const about = read.isJson && fallback === undefined ? { examples: ["{}"] } : {};
    return { path, schema: withDefault(about, read), required: false, isOpen };
  }
  const isOptional = fallback !== undefined && takesText(definition, String(fallback));
  const given = isOptional ? { ...definition, required: false } : definition;
  const about = path[0] === "body" ? bodySchema(path, given) : textSchema(given);
  const schema = isOptional ? withDefault(about, read) : about;
  return { path, schema, required: !isOptional && !takesText(definition, "") };
}

/** The literal that stands in for a missing value, as text where the value is one. */
function withDefault(schema: Schema, { path, fallback }: Read): Schema {
  if (fallback === undefined) return schema;
  const isText = path[0] !== "body" || schema.type === "string";
  return { ...schema, default: isText ? String(fallback) : fallback };
}

/** All inputs from the query or the path are parameters of their own; from elsewhere they are one object. */
function allFields(
  { path, fallback }: Read,
  inputs: readonly InputDefinition[] | undefined,
): readonly Field[] {
  const [part = ""] = path;
  if (path.length === 1 && ["path", "query"].includes(part) && inputs !== undefined) {
    return inputs.map((input) => ({
      path: [part, input.name],
      schema: textSchema(input),
      required: mustBeSent(input),
    }));
  }
  const schema = allInputsSchema(inputs);
  // No literal is an object, so what stands in for it gives no inputs, or is refused.
  const required = schema.required !== undefined || Boolean(fallback);
  return [{ path, schema, required }];
}

/** A text that gets the whole body gets any JSON. */
function bodySchema(path: readonly string[], definition: InputDefinition): Schema {
  const schema = inputSchema(definition);
  const isText = schema.enum === undefined && schema.pattern === undefined;
  return path.length === 1 && isText ? {} : schema;
}
