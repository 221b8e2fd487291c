import type { Inputs } from "../inputs.ts";
import type { Outcome, Run } from "../outcome.ts";
import type { Authorization } from "../tokens/tokens.ts";
import { failureOfAnswer, failureOfSilence, messageOf, type Timing } from "./answer.ts";
import { type Answer, callGitHub, commonHeaders, type GitHubRequest, isAnswer } from "./call.ts";

/** What a dispatch starts, and where. */
export interface Target {
  /** The base URL of the REST API, without a slash at the end. */
  readonly apiUrl: string;
  /** `owner/name`. */
  readonly repository: string;
  /** The workflow's file name or id. */
  readonly workflow: string;
  /** The name of a branch or a tag. */
  readonly ref: string;
}

/** Starts one run, and says what became of it. */
export type SendDispatch = (
  target: Target,
  inputs: Inputs,
  authorization: Authorization,
) => Promise<Outcome>;

/**
 * The ways of asking for a dispatch, newest first. 2026-03-10 always answers with the run; before it, the
 * run had to be asked for; an older Enterprise Server can't be asked.
 * docs.github.com/en/rest/about-the-rest-api/breaking-changes
 */
const dialects = [
  { version: "2026-03-10", body: {} },
  { version: "2022-11-28", body: { return_run_details: true } },
  { version: "2022-11-28", body: {} },
] as const;
type Dialect = (typeof dialects)[number];

/** Makes the one call that everything else is for. It remembers which dialect each host speaks. */
export function createSendDispatch(send: typeof fetch, timing: Timing): SendDispatch {
  const firstDialect = new Map<string, number>();
  return async (target, inputs, authorization) => {
    for (let index = firstDialect.get(target.apiUrl) ?? 0; ; index += 1) {
      const dialect = dialects[index] ?? dialects[2];
      const answer = await callGitHub(
        dispatchRequest(target, inputs, authorization, dialect),
        send,
      );
      if (!isAnswer(answer)) return failureOfSilence(answer, timing);
      if (index + 1 < dialects.length && isDialectUnknown(answer)) continue;
      if (!isDialectUnknown(answer)) firstDialect.set(target.apiUrl, index);
      return isSuccess(answer)
        ? { kind: "dispatched", run: runOf(answer) }
        : failureOfAnswer(answer, timing);
    }
  };
}

/**
 * The request for a dispatch: docs.github.com/en/rest/actions/workflows#create-a-workflow-dispatch-event.
 */
export function dispatchRequest(
  target: Target,
  inputs: Inputs,
  authorization: Authorization,
  dialect: Dialect = dialects[0],
): GitHubRequest {
  const workflow = encodeURIComponent(target.workflow);
  return {
    method: "POST",
    url: `${target.apiUrl}/repos/${target.repository}/actions/workflows/${workflow}/dispatches`,
    headers: { ...commonHeaders, authorization, "x-github-api-version": dialect.version },
    body: JSON.stringify({ ref: target.ref, inputs, ...dialect.body }),
  };
}

/** Nothing was started: the host doesn't know the version (400), has retired it (410), or not the key. */
function isDialectUnknown(answer: Answer): boolean {
  if (answer.status === 400 || answer.status === 410) return true;
  return answer.status === 422 && messageOf(answer).includes("return_run_details");
}

function isSuccess(answer: Answer): boolean {
  return answer.status >= 200 && answer.status < 300;
}

function runOf({ body }: Answer): Run | undefined {
  if (typeof body !== "object" || body === null) return undefined;
  if (!("workflow_run_id" in body) || !("html_url" in body)) return undefined;
  const { workflow_run_id: id, html_url: url } = body;
  return typeof id === "number" && typeof url === "string" ? { id, url } : undefined;
}
