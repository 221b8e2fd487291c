import { nearest } from "../../dispatch/config/nearest.ts";
import { type Fault, fault } from "./finding.ts";

/**
 * An input that the workflow does not declare; the path leads to the key, or to the value, that names it.
 *
 * @param given the inputs that the trigger gives, of which none was meant.
 */
export function undeclaredFault(
  path: readonly string[],
  name: string,
  declared: readonly string[],
  given: readonly string[],
): Fault {
  const free = declared.filter((each) => !given.includes(each));
  const meant = nearest(name, free);
  return fault("input-undeclared", path, {
    at: path.at(-1) === name ? "key" : "value",
    found: name,
    allowed: declared.join(", ") || "none: the workflow declares no inputs",
    ...(meant === undefined ? {} : { mend: `Write ${meant}, or declare ${name} in the workflow.` }),
  });
}
