import { inputLimits } from "../../dispatch/inputs.ts";
import type { InputDefinition } from "../workflow/input-definitions.ts";
import { allowedValues, isNumber } from "../workflow/input-form.ts";
import type { Example, Schema } from "./document.ts";

/** How GitHub reads a number that is sent as text. */
const numeric = "^-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?$";

/**
 * What a JSON body may have for an input. Numbers and booleans become text where an input is one; of several
 * types, Postman's importer makes a list of their names.
 */
export function inputSchema(definition: InputDefinition): Schema {
  const { type, description } = definition;
  const about = description === undefined ? {} : { description };
  if (type === "boolean") return { ...about, enum: [true, false, "true", "false"] };
  if (type === "number") return { ...about, type: ["number", "string"], pattern: numeric };
  return textSchema(definition);
}

/** The values of a choice; a file may have none, or one twice, of which JSON Schema knows nothing. */
function oneOf(options: readonly string[]): Schema {
  return options.length === 0 ? {} : { enum: [...new Set(options)] };
}

/** What a path, a query or a header, which are all text, may have for an input. */
export function textSchema(definition: InputDefinition): Schema {
  const { type, options, required, description } = definition;
  const about = description === undefined ? {} : { description };
  const text = { ...about, type: "string" };
  if (type === "choice") return { ...text, ...oneOf(options) };
  if (type === "boolean") return { ...text, enum: ["true", "false"] };
  if (type === "number") return { ...text, pattern: numeric };
  return { ...text, ...(required ? { minLength: 1 } : {}) };
}

/** Whether GitHub takes a text for an input that is sent; no default stands in for one that is sent empty. */
export function takesText(definition: InputDefinition, text: string): boolean {
  if (text === "" && definition.required) return false;
  const allowed = allowedValues(definition);
  if (allowed !== undefined) return allowed.includes(text);
  return definition.type !== "number" || isNumber(text);
}

/** Whether an input has to be among those that are sent. An empty default is none for GitHub. */
export function mustBeSent(definition: InputDefinition): boolean {
  const { default: text, required } = definition;
  return text ? !takesText(definition, text) : required;
}

/** The object that gives all inputs of a workflow: what is left out has the workflow's own default. */
export function allInputsSchema(definitions: readonly InputDefinition[] | undefined): Schema {
  if (definitions === undefined) {
    return {
      type: "object",
      description: "The inputs of the workflow, by name.",
      maxProperties: inputLimits.count,
    };
  }
  const properties = definitions.map((each) => [each.name, withDefault(each)] as const);
  const required = definitions.filter(mustBeSent).map(({ name }) => name);
  return {
    type: "object",
    description: "The inputs of the workflow.",
    properties: Object.fromEntries(properties),
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
  };
}

function withDefault(definition: InputDefinition): Schema {
  const schema = inputSchema(definition);
  const { default: text } = definition;
  if (!text || !takesText(definition, text)) return schema;
  return { ...schema, default: typedDefault(definition, text) };
}

function typedDefault({ type }: InputDefinition, text: string): Example {
  if (type === "boolean") return text === "true";
  return type === "number" ? Number(text) : text;
}
