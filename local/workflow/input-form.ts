import type { InputDefinition } from "./input-definitions.ts";

/** The values that an input takes; undefined where it takes more than can be listed. */
export function allowedValues({ type, options }: InputDefinition): readonly string[] | undefined {
  if (type === "choice") return options;
  return type === "boolean" ? ["true", "false"] : undefined;
}

/** Whether a text is what an input of type number takes. */
export function isNumber(text: string): boolean {
  return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text);
}

/** Whether a dispatch without a value for an input is refused. An empty default is none. */
export function isNeeded({ required, default: value }: InputDefinition): boolean {
  return required && !value;
}
