import type { Trigger } from "../../dispatch/config.ts";
import type { ParsedWorkflow, UnparsedWorkflow } from "../workflow/workflow-file.ts";
import { fault, type Sight } from "./finding.ts";

/** What a workflow file at the ref of a trigger says about starting it. */
export function sightOfFile(
  content: ParsedWorkflow | UnparsedWorkflow,
  { workflow, ref }: Trigger,
  maxInputs: number,
): Sight {
  const found = `${workflow} at ${ref}`;
  if ("failure" in content) {
    const reason = `${found}: ${content.failure}`;
    const unparsable = fault("workflow-unparsable", ["workflow"], { found: reason });
    return { faults: [unparsable], unknowns: [], maxInputs };
  }
  if (content.dispatchable) return { faults: [], unknowns: [], workflow: content, maxInputs };
  const events = content.events.join(", ") || "nothing";
  const missing = fault("no-dispatch-trigger", ["workflow"], { found: `${found}: on ${events}` });
  return { faults: [missing], unknowns: [], maxInputs };
}
