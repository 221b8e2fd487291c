import type { HttpRoute } from "../../dispatch/config.ts";
import type { Parameter, Schema } from "./document.ts";
import { exampleOf } from "./example.ts";
import type { Field } from "./fields.ts";
import type { PathParameter } from "./paths.ts";

/**
 * Headers that are no parameters in OpenAPI (spec.openapis.org/oas/v3.1.1.html#parameter-object), and those
 * that the caller's library or API Gateway writes. Those that prove who calls can't be read at all.
 */
const foreignHeader =
  /^(accept|content-(type|length)|forwarded|host|user-agent|via|x-amzn-trace-id|x-forwarded-.*)$/;

/** The parameters of a route: its path's, those that its trigger reads, and those that tell calls apart. */
export function parametersOf(
  route: HttpRoute,
  path: readonly PathParameter[],
  fields: readonly Field[],
): readonly Parameter[] {
  const read = [
    ...path.map((parameter) => pathParameter(parameter, fields)),
    ...fieldsIn("query", fields).map(([name, field]) => parameter("query", name, field)),
    ...fieldsIn("headers", fields)
      .filter(([name]) => !foreignHeader.test(name.toLowerCase()))
      .map(([name, field]) => parameter("header", name, field)),
  ];
  // What signs or names a call is told by its own description.
  const ids = idParameters(route).map((id) => {
    const isNeeded = read.some((each) => isSame(each, id) && each.required);
    return { ...id, required: id.required || isNeeded };
  });
  return [...read.filter((each) => !ids.some((id) => isSame(each, id))), ...ids];
}

function isSame(one: Parameter, other: Parameter): boolean {
  return one.in === other.in && one.name.toLowerCase() === other.name.toLowerCase();
}

function fieldsIn(
  source: string,
  fields: readonly Field[],
): readonly (readonly [name: string, field: Field])[] {
  return fields.flatMap((field) => {
    const [part, name] = field.path;
    return part === source && name !== undefined ? [[name, field] as const] : [];
  });
}

function pathParameter(
  { name, documented, isGreedy }: PathParameter,
  fields: readonly Field[],
): Parameter {
  const [, field] =
    fieldsIn("path", fields).find(([read]) => read.toLowerCase() === name.toLowerCase()) ?? [];
  const { default: _, ...schema }: Schema = { type: "string", ...field?.schema };
  const rest = "All the rest of the path; slashes in it are sent as they are.";
  const called = documented === name ? "" : ` The trigger calls it \`${name}\`.`;
  const what = isGreedy ? rest : "A segment of the path.";
  const about = schema.description === undefined ? what : `${schema.description}. ${what}`;
  return {
    name: documented,
    in: "path",
    required: true,
    description: `${about}${called}`,
    schema,
    ...exampleFor(documented, schema),
  };
}

function parameter(place: "query" | "header", name: string, field: Field): Parameter {
  const schema: Schema = { type: "string", ...field.schema };
  const { required } = field;
  const { description = "Read by the trigger." } = schema;
  return { name, in: place, required, description, schema, ...exampleFor(name, schema) };
}

function exampleFor(name: string, schema: Schema): Pick<Parameter, "example"> {
  if (schema.default !== undefined) return {};
  return { example: schema.pattern === undefined ? exampleOf(schema, name) : "1" };
}

/** Its characters are told in words: Postman's importer makes up noise for a pattern. */
const id: Schema = { type: "string", minLength: 1, maxLength: 255 };

/**
 * A UUID for each request in Postman, whose importer takes the examples of a schema when it is asked for
 * examples: learning.postman.com/docs/writing-scripts/script-references/variables-list/. A default would be sent
 * by generated clients, as it stands, with each call.
 */
const key: Schema = { ...id, examples: ["{{$guid}}"] };

/** What makes a call the same as an earlier one. */
function idParameters({ auth }: HttpRoute): readonly Parameter[] {
  const sameId =
    "It has 1 to 255 visible ASCII characters. A call with an id that came before starts nothing.";
  if (auth.kind !== "hmac") return [header("Idempotency-Key", keyMeaning, key, false)];
  if (auth.scheme === "github") {
    return [header("X-GitHub-Delivery", `The webhook's own id. ${sameId}`, id, false)];
  }
  const timestamp = { type: "integer" };
  return [
    header("webhook-id", `The webhook's own id, which is signed. ${sameId}`, id, true),
    header("webhook-timestamp", "Seconds since the epoch, which are signed.", timestamp, true),
  ];
}

const keyMeaning =
  "1 to 255 visible ASCII characters. With it, the call may be repeated without a second run: the same key with the same call gets the answer of the first one, with another call 422. Without it, each call is a new one. In Postman, make it `{{$guid}}`, which is another key each time, or switch it off. Its importer does the one with *Parameter generation: Example*, the other without *Enable optional parameters*.";

function header(name: string, description: string, schema: Schema, required: boolean): Parameter {
  return { name, in: "header", required, description, schema };
}
