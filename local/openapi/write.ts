import { statSync } from "node:fs";
import { dirname, join } from "node:path";
import { stringify } from "yaml";
import type { Config } from "../../dispatch/config.ts";
import { configFrom, type LocalSettings, SettingsError } from "../settings.ts";
import { type FindInFolder, openFolder } from "../workflow/in-folder.ts";
import type { OpenApiDocument } from "./document.ts";
import { type KnownWorkflow, knownWorkflows } from "./known-workflows.ts";
import { openApiDocument } from "./openapi.ts";

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
  const folder = settings.workflows ?? join(dirname(settings.triggers), ".github", "workflows");
  const workflows = await knownWorkflows(config, await openWorkflows(folder, config));
  const document = openApiDocument({ config, workflows, ...request });
  const text = asYaml
    ? stringify(document, { aliasDuplicateObjects: false, lineWidth: 0 })
    : `${JSON.stringify(document, null, 2)}\n`;
  return { text, notes: [countNote(document), ...workflowNotes(workflows)] };
}

async function openWorkflows(folder: string, config: Config): Promise<FindInFolder | string> {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    return `there is no folder ${folder}`;
  }
  return openFolder(folder, Object.values(config.triggers)).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SettingsError(`The workflow files can't be read: ${reason}`, { cause: error });
  });
}

function countNote({ paths }: OpenApiDocument): string {
  const count = Object.values(paths).flatMap((path) => Object.keys(path)).length;
  if (count === 0) return "0 operations: no trigger has on.http";
  return count === 1 ? "1 operation" : `${count} operations`;
}

/** One line for each workflow: how much is known of it, or why nothing is. */
function workflowNotes(workflows: ReadonlyMap<string, KnownWorkflow>): readonly string[] {
  const lines = [...workflows.values()].map(({ label, inputs, why = "" }) => {
    if (inputs === undefined) return `not known  ${label}: ${why}`;
    return `known      ${label}: ${inputs.length === 1 ? "1 input" : `${inputs.length} inputs`}`;
  });
  return [...new Set(lines)];
}
