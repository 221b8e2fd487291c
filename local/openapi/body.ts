import type { HttpRoute } from "../../dispatch/config.ts";
import type { RequestBody, Schema } from "./document.ts";
import { exampleOf } from "./example.ts";
import type { Field } from "./fields.ts";

/** The body of a route: its schema, which is shared, and what refers to it. */
export interface Body {
  readonly schema: Schema;
  readonly requestBody: RequestBody;
}

/**
 * The body that a route reads; none where nothing of it is read. OpenAPI gives a body in a GET no meaning
 * (spec.openapis.org/oas/v3.1.1.html#operation-object), and many clients can't send one.
 *
 * @param schemaName the name of its schema among those that are shared.
 */
export function bodyOf(
  route: HttpRoute,
  fields: readonly Field[],
  schemaName: string,
): Body | undefined {
  const own = fields.flatMap((field) => {
    const [source, ...path] = field.path;
    return source === "body" ? [{ ...field, path }] : [];
  });
  const isSigned = route.auth.kind === "hmac";
  const isRead = own.length > 0 || isSigned || fields.some(({ path }) => path.length === 0);
  if (route.method === "GET" || !isRead) return undefined;
  const schema = schemaAt(own);
  const isFlat = isForm(schema) && !own.some(({ isOpen }) => isOpen);
  const media = {
    schema: { $ref: `#/components/schemas/${schemaName}` },
    example: Object.keys(schema).length === 0 ? {} : exampleOf(schema),
  };
  return {
    schema,
    requestBody: {
      description: describe(schema, isFlat),
      // GitHub's scheme signs no empty body.
      required: own.some(({ required }) => required) || (isSigned && isGitHub(route)),
      content: {
        "application/json": media,
        ...(isFlat ? { "application/x-www-form-urlencoded": media } : {}),
      },
    },
  };
}

function isGitHub({ auth }: HttpRoute): boolean {
  return auth.kind === "hmac" && auth.scheme === "github";
}

/** Whether a form can say it, as far as names go: an object without objects in it. */
function isForm({ type, properties = {} }: Schema): boolean {
  const isNested = (value: Schema) => value.type === "object" || value.properties !== undefined;
  return type === "object" && !Object.values(properties).some(isNested);
}

function describe(schema: Schema, isFlat: boolean): string {
  if (schema.type !== "object") return "Any JSON.";
  const rest =
    schema.additionalProperties === false ? "" : " What the trigger does not read is left aside.";
  return `A JSON object${isFlat ? ", or the same as a form" : ""}.${rest}`;
}

/** What has these fields below it: an object, or what is read as a whole. */
function schemaAt(fields: readonly Field[]): Schema {
  const whole = fields.find(isHere)?.schema;
  const below = fields.filter((field) => !isHere(field));
  if (below.length === 0) return whole ?? {};
  const names = distinct(below.map(({ path: [name = ""] }) => name));
  const properties = names.map((name) => [name, schemaAt(within(below, name))] as const);
  const needed = names.filter((name) => within(below, name).some(({ required }) => required));
  return {
    ...(whole?.description === undefined ? {} : { description: whole.description }),
    // What is read as a whole, too, may be no object where nothing in it is needed.
    ...(whole === undefined || needed.length > 0 ? { type: "object" } : {}),
    properties: Object.fromEntries(properties),
    ...(needed.length > 0 ? { required: needed } : {}),
  };
}

function isHere({ path }: Field): boolean {
  return path.length === 0;
}

/** Names that differ in more than their case: expressions find a property in any. */
function distinct(names: readonly string[]): readonly string[] {
  return names.filter((name, index) => names.findIndex((other) => isSame(other, name)) === index);
}

function within(fields: readonly Field[], name: string): readonly Field[] {
  return fields.flatMap((field) => {
    const [first = "", ...path] = field.path;
    return isSame(first, name) ? [{ ...field, path }] : [];
  });
}

function isSame(name: string, other: string): boolean {
  return name.toLowerCase() === other.toLowerCase();
}
