import type { TemplateToken } from "@actions/workflow-parser/templates/tokens/index";
import { isLiteral, isMapping, isSequence, isString } from "./parser.ts";

/**
 * An input of `workflow_dispatch`
 * (docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onworkflow_dispatchinputs).
 */
export interface InputDefinition {
  readonly name: string;
  readonly description: string | undefined;
  /** `string`, `boolean`, `number`, `choice` or `environment`. */
  readonly type: string;
  readonly required: boolean;
  /** The default as text, which is how a run gets it; undefined without one. */
  readonly default: string | undefined;
  /** The allowed values of a choice. */
  readonly options: readonly string[];
}

/** The inputs, or why GitHub refuses the file. */
export type InputDefinitions =
  | { readonly inputs: readonly InputDefinition[]; readonly failure?: never }
  | { readonly inputs?: never; readonly failure: string };

/**
 * Reads the inputs below `workflow_dispatch`. It reads the parser's tokens, since the parser's own
 * conversion loses the type and the default of a number. A file that declares too many inputs is
 * refused as a whole (github.com/actions/runner/issues/1425 quotes the message).
 */
export function readInputDefinitions(
  trigger: TemplateToken | undefined,
  maxInputs: number,
): InputDefinitions {
  const declared = trigger !== undefined && isMapping(trigger) ? trigger.find("inputs") : undefined;
  if (declared === undefined || !isMapping(declared)) return { inputs: [] };
  if (declared.count > maxInputs) {
    return {
      failure: `you may only define up to ${maxInputs} \`inputs\` for a \`workflow_dispatch\` event`,
    };
  }
  return {
    inputs: [...declared].map(({ key, value }) => readInput(key.toString(), value)),
  };
}

function readInput(name: string, token: TemplateToken): InputDefinition {
  const find = (key: string) => (isMapping(token) ? token.find(key) : undefined);
  const options = find("options");
  return {
    name,
    description: textOf(find("description")),
    type: textOf(find("type")) ?? "string",
    required: textOf(find("required")) === "true",
    default: textOf(find("default")),
    options:
      options !== undefined && isSequence(options) ? [...options].map((o) => textOf(o) ?? "") : [],
  };
}

function textOf(token: TemplateToken | undefined): string | undefined {
  if (token === undefined) return undefined;
  if (isString(token)) return token.value;
  // What is left is a number, a boolean, or nothing at all (`default:` without a value).
  return isLiteral(token) && token.toString() !== "" ? token.toString() : undefined;
}
