import type { MappingToken, TemplateToken } from "@actions/workflow-parser/templates/tokens/index";
import { type InputDefinition, readInputDefinitions } from "./input-definitions.ts";
import { isBasicExpression, isMapping, isSequence, isString } from "./parser.ts";
import { readTokens } from "./tokens.ts";
import { atStart } from "./yaml-source.ts";

/** What a workflow file says, as far as starting it is concerned. */
export interface ParsedWorkflow {
  /** The value of `name:`; undefined without one. */
  readonly name: string | undefined;
  /** The names of the events in `on:`. */
  readonly events: readonly string[];
  /** The entries of `on.schedule`. */
  readonly schedules: readonly WorkflowSchedule[];
  /** Whether `on:` has `workflow_dispatch`. */
  readonly dispatchable: boolean;
  /** The inputs of `workflow_dispatch`, in the file's order. */
  readonly inputs: readonly InputDefinition[];
  /** The value of `run-name:`: fixed text, or the body of an expression. */
  readonly runName: RunName | undefined;
}

/**
 * An entry of `on.schedule`
 * (docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onschedule).
 */
export interface WorkflowSchedule {
  readonly cron: string;
  /** An IANA name; undefined for UTC. */
  readonly timezone: string | undefined;
}

/** The title of a workflow's runs. */
export type RunName = { readonly text: string } | { readonly expression: string };

/** A file that GitHub cannot make a workflow of. */
export interface UnparsedWorkflow {
  /** Why, in GitHub's words, each problem with its place. */
  readonly failure: string;
}

/**
 * Reads a workflow file with GitHub's parser and refuses what GitHub refuses when it parses one.
 * Reusable workflows that a job calls are not followed.
 * @param maxInputs how many inputs `workflow_dispatch` may declare.
 */
export async function parseWorkflowFile(
  content: string,
  maxInputs: number,
): Promise<ParsedWorkflow | UnparsedWorkflow> {
  const { root, problems } = await readTokens(content);
  if (problems.length > 0) return { failure: problems.join(", ") };
  if (root === undefined || !isMapping(root)) return { failure: atStart("A mapping was expected") };
  return describeWorkflow(root, maxInputs);
}

function describeWorkflow(
  root: MappingToken,
  maxInputs: number,
): ParsedWorkflow | UnparsedWorkflow {
  const on = root.find("on");
  const trigger = findEvent(on, "workflow_dispatch");
  const read = readInputDefinitions(trigger, maxInputs);
  if (read.failure !== undefined) return { failure: read.failure };
  const name = root.find("name");
  return {
    name: name !== undefined && isString(name) && name.value !== "" ? name.value : undefined,
    events: eventsIn(on),
    schedules: schedulesIn(on),
    dispatchable: trigger !== undefined,
    inputs: read.inputs,
    runName: readRunName(root.find("run-name")),
  };
}

/** `on` is an event's name, a list of names or a map. Gives the map's value, or the name itself. */
function findEvent(on: TemplateToken | undefined, event: string): TemplateToken | undefined {
  if (on === undefined) return undefined;
  if (isMapping(on)) return on.find(event);
  const events = isSequence(on) ? [...on] : [on];
  return events.find((name) => isString(name) && name.value === event);
}

function eventsIn(on: TemplateToken | undefined): readonly string[] {
  if (on === undefined) return [];
  if (isMapping(on)) return [...on].map(({ key }) => key.toString());
  return (isSequence(on) ? [...on] : [on]).map(String);
}

function schedulesIn(on: TemplateToken | undefined): readonly WorkflowSchedule[] {
  const entries = findEvent(on, "schedule");
  if (entries === undefined || !isSequence(entries)) return [];
  return [...entries].filter(isMapping).map((entry) => ({
    cron: entry.find("cron")?.toString() ?? "",
    timezone: entry.find("timezone")?.toString(),
  }));
}

function readRunName(token: TemplateToken | undefined): RunName | undefined {
  if (token === undefined) return undefined;
  if (isBasicExpression(token)) return { expression: token.expression };
  return isString(token) ? { text: token.value } : undefined;
}
