import { z } from "zod";
import { file } from "./schema.ts";

/** A JSON Schema, as far as its readers here look into it. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly examples?: readonly unknown[];
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly pattern?: string;
  /** What VS Code says when a text does not match the pattern. */
  readonly patternErrorMessage?: string;
}

/** The JSON Schema of triggers.yaml, for editors: completion, hover texts, and the shape of values. */
export function configJsonSchema(): JsonSchema {
  const schema = z.toJSONSchema(file, {
    io: "input",
    target: "draft-7",
    unrepresentable: "any",
    // Zod leaves out the examples of values that it transforms: they may be of what comes out. Ours never are.
    override: ({ zodSchema, jsonSchema }) => {
      const { examples } = z.globalRegistry.get(zodSchema) ?? {};
      if (Array.isArray(examples)) jsonSchema.examples = examples;
      // Where an editor sees more kinds of values than the check, which gets them as texts.
      if (jsonSchema.anyOf !== undefined) delete jsonSchema.type;
      // An editor offers a default as a value, and nothing is gained by writing an empty mapping.
      if (isEmpty(jsonSchema.default)) delete jsonSchema.default;
    },
  });
  // A title would head the hover text of every key (getClosestTitle of redhat-developer/yaml-language-server).
  return { ...schema, description: "triggers.yaml of Workflow Dispatcher." } as JsonSchema;
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
