import type { Authorization } from "../tokens/tokens.ts";
import {
  type Answer,
  bareRequest,
  callGitHub,
  isAnswer,
  type NoAnswer,
  type Transport,
} from "./call.ts";
import { refName, type Target, workflowUrl } from "./target.ts";

/** A run in a list of runs. */
export interface ListedRun {
  readonly id: number;
  /** The run's page. */
  readonly url: string;
  /** The run's name, made of the workflow's `run-name`. */
  readonly title: string;
  /** Milliseconds since the epoch; GitHub's times have whole seconds. */
  readonly created: number;
}

/** GitHub lists 1,000 runs of a search at most: docs.github.com/en/rest/actions/workflow-runs. */
const maxPages = 10;
const perPage = 100;

/**
 * The runs that dispatches of a workflow have started at a ref in a span of time (milliseconds since the
 * epoch), newest first:
 * docs.github.com/en/rest/actions/workflow-runs#list-workflow-runs-for-a-workflow.
 *
 * @returns all of the runs, or GitHub's answer if it is no list.
 */
export async function listRuns(
  target: Target,
  from: number,
  until: number,
  authorization: Authorization,
  transport: Transport,
): Promise<readonly ListedRun[] | Answer | NoAnswer> {
  const runs: ListedRun[] = [];
  for (let page = 1; page <= maxPages; page += 1) {
    const url = `${workflowUrl(target)}/runs?${query(target, from, until, page)}`;
    const answer = await callGitHub(bareRequest("GET", url, authorization), transport);
    if (!isAnswer(answer)) return answer;
    const listed = runsIn(answer);
    if (listed === undefined) return answer;
    runs.push(...listed);
    if (listed.length < perPage) return runs;
  }
  return { sent: true, reason: "there are more runs than GitHub lists" };
}

function query(target: Target, from: number, until: number, page: number): URLSearchParams {
  return new URLSearchParams({
    event: "workflow_dispatch",
    branch: refName(target),
    created: `${isoSeconds(from)}..${isoSeconds(until)}`,
    per_page: String(perPage),
    page: String(page),
  });
}

function isoSeconds(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

function runsIn({ status, body }: Answer): readonly ListedRun[] | undefined {
  if (status !== 200 || typeof body !== "object" || body === null) return undefined;
  if (!("workflow_runs" in body) || !Array.isArray(body.workflow_runs)) return undefined;
  const runs: readonly unknown[] = body.workflow_runs;
  return runs.flatMap((run) => readRun(run) ?? []);
}

function readRun(run: unknown): ListedRun | undefined {
  if (typeof run !== "object" || run === null) return undefined;
  if (!("id" in run) || !("html_url" in run) || !("created_at" in run)) return undefined;
  const { id, html_url: url, created_at: created } = run;
  const title = "display_title" in run ? run.display_title : "";
  if (typeof id !== "number" || typeof url !== "string") return undefined;
  return { id, url, title: String(title ?? ""), created: Date.parse(String(created)) };
}
