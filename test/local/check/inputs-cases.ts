import type { GitHubServer } from "../../../local/github/edition.ts";
import { triggersOf } from "./project.ts";

/** What a workflow declares and a trigger gives, both as YAML. */
export interface InputsCase {
  readonly name: string;
  /** The inputs of the workflow; left out: it declares none. */
  readonly declares?: string;
  readonly runName?: string;
  /** The inputs of the trigger; left out: it gives none. */
  readonly gives?: string;
  readonly correlation?: string;
  /** github.com by default. */
  readonly server?: GitHubServer;
}

/** The triggers.yaml of a case. */
export function triggersIn({ gives, correlation }: InputsCase): string {
  const lines = [
    "workflow: deploy.yml",
    ...(correlation === undefined ? [] : [`correlation-input: ${correlation}`]),
    ...(gives === undefined ? [] : [`inputs: ${gives}`]),
  ];
  return triggersOf(lines.map((line) => `${line}\n`).join(""));
}

/** The workflow file of a case. */
export function workflowIn({ declares, runName }: InputsCase): string {
  const inputs = declares === undefined ? "" : `\n    inputs: ${declares}`;
  const title = runName === undefined ? "" : `run-name: ${JSON.stringify(runName)}\n`;
  return `${title}on:
  workflow_dispatch:${inputs}
jobs:
  run: { runs-on: ubuntu-latest, steps: [{ run: "true" }] }
`;
}
