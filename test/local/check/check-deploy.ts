import { expect } from "vitest";
import type { CheckServices } from "../../../local/check/run.ts";
import type { GitHubOptions } from "../../../local/github/server.ts";
import {
  checkOn,
  createProject,
  createServices,
  type Files,
  placesOf,
  startGitHubOf,
  triggersOf,
  workflowOf,
} from "./project.ts";

/** The lines of a trigger without inputs. */
export const deploy = "workflow: deploy.yml\n";
/** Its workflow, which takes an input. */
export const fine: Files = { "deploy.yml": workflowOf({ tag: {} }) };

/** Checks the trigger `deploy` against a stand-in. */
export async function checkDeploy(
  lines: string,
  options: Partial<GitHubOptions> = {},
  overrides: Partial<CheckServices> = {},
  files = fine,
) {
  const triggers = triggersOf(lines);
  const project = createProject(triggers, files);
  const github = await startGitHubOf(project, triggers, options);
  const services = createServices(overrides);
  const checked = await checkOn(github, project, services);
  expect(github.runs()).toEqual([]);
  return { ...checked, places: placesOf(checked), waits: services.waits, github, project };
}
