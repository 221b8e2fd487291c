import type { Example, Schema } from "./document.ts";
import type { Field } from "./fields.ts";

/**
 * The fields with each value of the call once: what is read more than once must do for every read. Names that
 * differ in their case alone are one, since expressions find a property in any.
 */
export function mergeFields(fields: readonly Field[]): readonly Field[] {
  const groups = Map.groupBy(fields, ({ path }) => JSON.stringify(path).toLowerCase());
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    return [
      {
        path: first.path,
        schema: mergeSchemas(group.map(({ schema }) => schema)),
        required: group.some(({ required }) => required),
        isOpen: group.some(({ isOpen }) => isOpen),
      },
    ];
  });
}

/** The most exact schema, whatever the order; with the values that all take, and a default where all have it. */
function mergeSchemas(schemas: readonly Schema[]): Schema {
  const [exact = {}, ...others] = [...schemas].sort(
    (a, b) => exactness(b) - exactness(a) || compare(JSON.stringify(a), JSON.stringify(b)),
  );
  const { default: value, enum: choices, ...schema } = exact;
  const values = choices?.filter((choice) => others.every((other) => takes(other, choice)));
  const isDefault = value !== undefined && others.every((other) => other.default === value);
  return {
    ...annotationsOf(others, choices === undefined && schema.pattern === undefined),
    ...schema,
    ...(choices === undefined ? {} : { enum: values?.length ? values : choices }),
    ...(isDefault ? { default: value } : {}),
  };
}

/** How much a schema says: a choice more than a number, a text that can't be empty more than one that can. */
function exactness({ enum: choices, pattern, minLength, type }: Schema): number {
  if (choices !== undefined) return 4;
  if (pattern !== undefined) return 3;
  if (minLength !== undefined) return 2;
  return type === undefined ? 0 : 1;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function takes({ enum: choices, pattern, minLength = 0 }: Schema, value: Example): boolean {
  const text = String(value);
  const isOfForm = pattern === undefined || new RegExp(pattern).test(text);
  return (choices?.includes(value) ?? true) && isOfForm && text.length >= minLength;
}

/** What is told of a value for people; examples only where any text will do. */
function annotationsOf(schemas: readonly Schema[], isFree: boolean): Schema {
  const description = schemas.find((each) => each.description !== undefined)?.description;
  const examples = schemas.find((each) => each.examples !== undefined)?.examples;
  return {
    ...(description === undefined ? {} : { description }),
    ...(isFree && examples !== undefined ? { examples } : {}),
  };
}
