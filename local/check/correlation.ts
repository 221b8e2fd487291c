import type { Trigger } from "../../dispatch/config.ts";
import { placeholder } from "../../dispatch/resolve.ts";
import { evaluateRunName } from "../github/run-name.ts";
import type { ParsedWorkflow } from "../workflow/workflow-file.ts";
import { type Fault, fault } from "./finding.ts";
import type { GivenInput } from "./literals.ts";
import { undeclaredFault } from "./undeclared.ts";

/** What is wrong with the correlation-input of a trigger, which gets a text of its own for each delivery. */
export function correlationFaults(
  trigger: Trigger,
  workflow: ParsedWorkflow,
  given: readonly GivenInput[],
): readonly Fault[] {
  const name = trigger["correlation-input"];
  if (name === undefined) return [];
  const path = ["correlation-input"];
  const input = workflow.inputs.find((each) => each.name === name);
  if (input === undefined) {
    return [
      undeclaredFault(
        path,
        name,
        workflow.inputs.map((each) => each.name),
        given.map((each) => each.name),
      ),
    ];
  }
  if (input.type !== "string") {
    const allowed = "an input of type string";
    const mend = "Declare it as type: string in the workflow, or name another input.";
    return [fault("input-not-allowed", path, { found: `type ${input.type}`, allowed, mend })];
  }
  if (shows(workflow, name)) return [];
  const mend = `Add \${{ inputs.${name} }} to the workflow's run-name.`;
  return [fault("correlation-not-shown", path, { found: name, mend })];
}

/** What a run-name may ask for besides inputs; its values don't matter here. */
const anyRun = {
  ...{ id: 1, run_number: 1, head_sha: "", actor: "", repository: { full_name: "owner/name" } },
  ref: { name: "main", kind: "branch", folder: "" },
} as const;

/** Whether the title of a run holds the input's value, or may hold it where that depends on other inputs. */
function shows(workflow: ParsedWorkflow, name: string): boolean {
  const { runName, inputs } = workflow;
  if (runName === undefined || !("expression" in runName)) return false;
  const defaults = inputs.map((each) => [each.name, each.default ?? ""] as const);
  const values = { ...Object.fromEntries(defaults), [name]: placeholder };
  const title = evaluateRunName(workflow, { ...anyRun, inputs: values });
  return title?.includes(placeholder) || mentions(runName.expression, name);
}

/** GitHub compares names in expressions without regard to case. Texts are left out, but for `inputs['name']`. */
function mentions(expression: string, input: string): boolean {
  const code = expression.replaceAll(/(?<!\[\s*)'(?:[^']|'')*'/g, "''");
  return new RegExp(`inputs\\s*(\\.\\s*|\\[\\s*')${input}(?![\\w-])`, "i").test(code);
}
