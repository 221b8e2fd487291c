import { nearest } from "../../dispatch/config/nearest.ts";
import { quote } from "../../dispatch/config/rules.ts";
import { type Fault, fault } from "./finding.ts";

/**
 * A workflow that a repository does not have, with the one that was probably meant.
 *
 * @param known the files of the workflows that it has.
 * @param missing what to add in words: `the file to acme/storefront`.
 */
export function workflowNotFound(
  workflow: string,
  known: readonly string[],
  missing: string,
): Fault {
  const meant = nearest(workflow, known);
  const otherwise = known.length === 0 ? "" : ", or write the name of another";
  const mend = meant === undefined ? `Add ${missing}${otherwise}.` : `Write ${meant}.`;
  const allowed = known.join(", ") || "none: there are no workflows";
  return fault("workflow-not-found", ["workflow"], { found: quote(workflow), allowed, mend });
}
