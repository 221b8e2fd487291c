import { inputLimits } from "../../dispatch/inputs.ts";
import type { InputDefinition } from "../workflow/input-definitions.ts";
import type { Example, Schema } from "./document.ts";

/** Text, and what becomes text: GitHub gets every value as a string. */
const scalar = ["string", "number", "boolean"] as const;

/** How GitHub reads a number that is sent as text. */
const numeric = "^-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?$";

/** What a JSON body may have for an input. */
export function inputSchema(definition: InputDefinition): Schema {
  const { type, options, required, description } = definition;
  const about = description === undefined ? {} : { description };
  switch (type) {
    case "choice":
      return { ...about, type: "string", ...oneOf(options) };
    case "boolean":
      return { ...about, enum: [true, false, "true", "false"] };
    case "number":
      return { ...about, type: ["number", "string"], pattern: numeric };
    default:
      return { ...about, type: scalar, ...(required ? { minLength: 1 } : {}) };
  }
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

/**
 * Whether an input that is sent alone needs a value: without one it is sent as empty text, for which no
 * default stands in and which is no choice, boolean or number.
 */
export function needsValue({ type, required, options }: InputDefinition): boolean {
  if (type === "choice") return required || !options.includes("");
  return required || type === "boolean" || type === "number";
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
  const required = definitions
    .filter((each) => each.required && !each.default)
    .map(({ name }) => name);
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
  // An empty default is none for GitHub: it does not do for an input that is required.
  return text ? { ...schema, default: typedDefault(definition, text) } : schema;
}

function typedDefault({ type }: InputDefinition, text: string): Example {
  if (type === "boolean") return text === "true";
  return type === "number" && Number.isFinite(Number(text)) ? Number(text) : text;
}
