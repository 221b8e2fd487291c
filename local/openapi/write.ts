import { stringify } from "yaml";
import { configFrom, type LocalSettings, workflowFolder } from "../settings.ts";
import type { OpenApiDocument } from "./document.ts";
import { type KnownWorkflow, knownWorkflows } from "./known-workflows.ts";
import { openApiDocument } from "./openapi.ts";
import { openWorkflowFiles } from "./workflow-files.ts";

/** What the document is to say besides the file. */
export interface OpenApiRequest {
  readonly title: string;
  readonly version: string;
  readonly urls: readonly string[];
  /** Whether YAML is wanted in place of JSON. */
  readonly asYaml: boolean;
}

/** The document as text, and what a terminal should be told of it. */
export interface WrittenOpenApi {
  readonly text: string;
  readonly notes: readonly string[];
}

/**
 * Makes the OpenAPI document of a file of triggers and of the workflow files beside it.
 *
 * @throws SettingsError when triggers.yaml has problems, or the folder can't be read.
 */
export async function writeOpenApi(
  settings: LocalSettings,
  { asYaml, ...request }: OpenApiRequest,
): Promise<WrittenOpenApi> {
  const config = configFrom(settings);
  const files = await openWorkflowFiles(workflowFolder(settings), config);
  const workflows = await knownWorkflows(config, files);
  const document = openApiDocument({ config, workflows, ...request });
  const text = asYaml
    ? stringify(document, { aliasDuplicateObjects: false, lineWidth: 0 })
    : `${JSON.stringify(document, null, 2)}\n`;
  return { text, notes: [countNote(document), ...workflowNotes(workflows)] };
}

function countNote({ paths }: OpenApiDocument): string {
  const count = Object.values(paths).flatMap((path) => Object.keys(path)).length;
  if (count === 0) return "0 operations: no trigger has on.http";
  return count === 1 ? "1 operation" : `${count} operations`;
}

/** One line for each workflow: how much is known of it, or why nothing is. */
function workflowNotes(workflows: ReadonlyMap<string, KnownWorkflow>): readonly string[] {
  const lines = [...workflows.values()].map(({ label, file, inputs, why }) => {
    if (inputs === undefined) return `not known  ${label}: ${why}`;
    const count = inputs.length === 1 ? "1 input" : `${inputs.length} inputs`;
    return `known      ${label}: ${count} in ${file}`;
  });
  return [...new Set(lines)];
}
