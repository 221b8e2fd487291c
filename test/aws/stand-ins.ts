import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Fault, FaultPlan } from "../../local/github/faults.ts";
import { loadRepositories } from "../../local/github/repositories.ts";
import { type GitHub, startGitHub } from "../../local/github/server.ts";
import { atEnd } from "./processes.ts";

const workflowFiles = fileURLToPath(new URL("./workflows", import.meta.url));

/** The GitHubs that the stack meets. */
export interface StandIns {
  readonly github: GitHub;
  /** The one that goes down; acme/remote alone is there. */
  readonly remote: GitHub;
  /** The folder of the workflow files of all repositories. It may be changed at any time. */
  readonly workflows: string;
  close(): Promise<void>;
}

/** The repositories of `github`, and what the first dispatches to them meet. */
const faults: Readonly<Record<string, readonly Fault[]>> = {
  "acme/storefront": [],
  "acme/disabled": [],
  "acme/limited": [{ kind: "rate-limited", status: 429, retryAfter: 2 }],
  "acme/failing": [{ kind: "status", status: 503, created: false }],
  "acme/unanswered": [{ kind: "reset", created: true }],
};

/** Starts both. @param token the one that they take. */
export async function startStandIns(token: string): Promise<StandIns> {
  const workflows = mkdtempSync(join(tmpdir(), "workflow-dispatcher-workflows-"));
  atEnd(() => rmSync(workflows, { recursive: true, force: true }));
  cpSync(workflowFiles, workflows, { recursive: true });
  const start = async (names: readonly string[], plan: FaultPlan) => {
    const defaults = { repositories: Object.fromEntries(names.map((name) => [name, ["main"]])) };
    const repositories = await loadRepositories(workflows, defaults);
    return startGitHub({ repositories, tokens: [token], faults: plan });
  };
  const github = await start(Object.keys(faults), createPlan());
  const remote = await start(["acme/remote"], () => undefined);
  await github.disableWorkflow("acme/disabled", "note.yml");
  const close = async () => {
    await Promise.all([github.close(), remote.close()]);
  };
  return { github, remote, workflows, close };
}

function createPlan(): FaultPlan {
  const left = new Map(Object.entries(faults).map(([name, list]) => [name, [...list]]));
  return ({ path, isDispatch }) => {
    const [, , owner, name] = path.split("/");
    return isDispatch ? left.get(`${owner}/${name}`)?.shift() : undefined;
  };
}

/** When dispatches were sent to a repository, in milliseconds since the epoch, oldest first. */
export function dispatchTimes({ calls }: GitHub, repository: string): readonly number[] {
  const path = `/repos/${repository}/actions/workflows/note.yml/dispatches`;
  return calls()
    .filter((call) => call.path === path)
    .map(({ time }) => time);
}
