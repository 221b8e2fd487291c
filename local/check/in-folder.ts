import { join } from "node:path";
import { nearest } from "../../dispatch/config/nearest.ts";
import { quote } from "../../dispatch/config/rules.ts";
import type { Config, Trigger } from "../../dispatch/config.ts";
import { isWorkflowId, targetOf } from "../../dispatch/github/target.ts";
import { inputLimits } from "../../dispatch/inputs.ts";
import { type InFolder, openFolder } from "../workflow/in-folder.ts";
import type { Look } from "./check.ts";
import { type Fault, fault, type Sight, type Unknown } from "./finding.ts";
import { givenInputs } from "./literals.ts";
import { workflowNotFound } from "./not-found.ts";
import { sightOfFile } from "./parsed.ts";
import { isEnterpriseServer, olderInputLimit } from "./servers.ts";

/** A folder of workflow files to look into. */
export interface Folder {
  readonly path: string;
  /** Whether it stands for GitHub only because GitHub can't be asked: what it lacks may be there all the same. */
  readonly isStandIn: boolean;
}

/**
 * Looks at workflow files in a folder in place of GitHub.
 *
 * @throws the system's error when the folder can't be read.
 */
export async function createFolderLook(config: Config, { path, isStandIn }: Folder): Promise<Look> {
  const find = await openFolder(path, Object.values(config.triggers));
  return async (trigger) => {
    const target = targetOf(trigger, config);
    const { count: maxInputs } = inputLimits;
    if (isWorkflowId(trigger.workflow)) return untold(idNeedsGitHub(trigger), maxInputs);
    const found = await find(target);
    if (found.missing === undefined) {
      const sight = sightOfFile(found.content, trigger, maxInputs);
      const declared = sight.workflow?.inputs.length ?? 0;
      return { ...sight, unknowns: unknownLimit(trigger, target.apiUrl, declared) };
    }
    if (isStandIn) return untold(notInStandIn(trigger, path, found.known), maxInputs);
    return { faults: [missingFault(found, trigger, path)], unknowns: [], maxInputs };
  };
}

function untold(unknown: Unknown, maxInputs: number): Sight {
  return { faults: [], unknowns: [unknown], maxInputs };
}

function idNeedsGitHub({ repository, workflow }: Trigger): Unknown {
  return {
    about: `workflow ${workflow} of ${repository}`,
    reason: "only GitHub knows which file has this id",
    mend: "Write the name of the workflow's file, or check with a token.",
  };
}

/** How many inputs an Enterprise Server takes, and lets a workflow declare, depends on its version. */
function unknownLimit(trigger: Trigger, apiUrl: string, declared: number): readonly Unknown[] {
  const names = (givenInputs(trigger) ?? []).map(({ name }) => name);
  const given = new Set([...names, trigger["correlation-input"] ?? []].flat()).size;
  const count = Math.max(given, declared);
  if (!isEnterpriseServer(apiUrl) || count <= olderInputLimit) return [];
  return [
    {
      about: `the inputs of ${trigger.workflow} of ${trigger.repository}`,
      reason: `there are ${count}, and Enterprise Server up to 3.19 takes ${olderInputLimit}`,
      mend: "Check with a token, so that the server can be asked for its version.",
    },
  ];
}

function notInStandIn(
  { repository, workflow, ref }: Trigger,
  path: string,
  known: readonly string[],
): Unknown {
  const meant = nearest(workflow, known);
  const token =
    "set GITHUB_TOKEN, or log in with gh auth login; or name a folder: --workflows DIR.";
  return {
    about: `${workflow} of ${repository} at ${ref}`,
    reason: `there is no token to ask GitHub with, and the file is not in ${path}`,
    mend:
      meant === undefined ? `S${token.slice(1)}` : `Write ${meant}, if that is meant. Or ${token}`,
  };
}

function missingFault(
  { missing, known }: Extract<InFolder, { missing: string }>,
  { repository, workflow, ref }: Trigger,
  path: string,
): Fault {
  const allowed = known.join(", ") || "none";
  switch (missing) {
    case "repository":
      return fault("repository-not-found", ["repository"], { found: quote(repository), allowed });
    case "workflow":
      return workflowNotFound(workflow, known, `the file to ${path}`);
    case "ref": {
      const mend = `Write one of them, or put the files of ${ref} into ${join(path, `${repository}@${encodeURIComponent(ref)}`)}.`;
      return fault("ref-not-found", ["ref"], { found: quote(ref), allowed, mend });
    }
    case "file at the ref":
      return fault("workflow-not-at-ref", ["workflow"], { found: `${workflow} at ${ref}` });
  }
}
