import type { Timing } from "../backoff.ts";
import type { Inputs } from "../inputs.ts";
import { type Dispatched, type Failure, type Run, retryUnsettled } from "../outcome.ts";
import type { Authorization } from "../tokens/tokens.ts";
import { failureOfAnswer, failureOfSilence, messageOf } from "./answer.ts";
import {
  type Answer,
  callGitHub,
  commonHeaders,
  type GitHubRequest,
  isAnswer,
  type Transport,
} from "./call.ts";
import { type Target, workflowUrl } from "./target.ts";

/** One POST to be. */
export interface DispatchRequest {
  readonly target: Target;
  readonly inputs: Inputs;
  readonly authorization: Authorization;
  /** Counts from 1; waiting times grow with it. */
  readonly attempt: number;
}

/** Takes GitHub's answer to a dispatch, for what it tells besides. */
export type OnAnswer = (answer: Answer) => void;

/** Starts one run, and says what became of it. */
export type SendDispatch = (
  request: DispatchRequest,
  onAnswer?: OnAnswer,
) => Promise<Dispatched | Failure>;

/**
 * The versions of GitHub's REST API that a dispatch may be asked for in, newest first:
 * docs.github.com/en/rest/about-the-rest-api/api-versions.
 */
export const apiVersions = ["2026-03-10", "2022-11-28"] as const;

/**
 * The ways of asking for a dispatch, newest first. 2026-03-10 always answers with the run; before it, the
 * run had to be asked for; an older Enterprise Server can't be asked.
 * docs.github.com/en/rest/about-the-rest-api/breaking-changes
 */
const dialects = [
  { version: apiVersions[0], body: {} },
  { version: apiVersions[1], body: { return_run_details: true } },
  { version: apiVersions[1], body: {} },
] as const;
type Dialect = (typeof dialects)[number];

/** Makes the one call that everything else is for. It remembers which dialect each host speaks. */
export function createSendDispatch(transport: Transport, timing: Timing): SendDispatch {
  const firstDialect = new Map<string, number>();
  return async (request, onAnswer = () => {}) => {
    const { apiUrl } = request.target;
    for (let index = firstDialect.get(apiUrl) ?? 0; ; index += 1) {
      const dialect = dialects[index] ?? dialects[2];
      const answer = await callGitHub(dispatchRequest(request, dialect), transport);
      if (!isAnswer(answer)) return failureOfSilence(answer, timing, request.attempt);
      onAnswer(answer);
      if (index + 1 < dialects.length && isDialectUnknown(answer)) continue;
      if (!isDialectUnknown(answer)) firstDialect.set(apiUrl, index);
      return outcomeOf(answer, timing, request.attempt);
    }
  };
}

/**
 * The request for a dispatch: docs.github.com/en/rest/actions/workflows#create-a-workflow-dispatch-event.
 */
export function dispatchRequest(
  { target, inputs, authorization }: Omit<DispatchRequest, "attempt">,
  dialect: Dialect = dialects[0],
): GitHubRequest {
  return {
    method: "POST",
    url: `${workflowUrl(target)}/dispatches`,
    headers: { ...commonHeaders, authorization, "x-github-api-version": dialect.version },
    body: JSON.stringify({ ref: target.ref, inputs, ...dialect.body }),
  };
}

/** Nothing was started: the host doesn't know the version (400), has retired it (410), or not the key. */
function isDialectUnknown(answer: Answer): boolean {
  if (answer.status === 400 || answer.status === 410) return true;
  return answer.status === 422 && messageOf(answer).includes("return_run_details");
}

function outcomeOf(answer: Answer, timing: Timing, attempt: number): Dispatched | Failure {
  const { status, body } = answer;
  if (status < 200 || status >= 300) return failureOfAnswer(answer, timing, attempt);
  // An answer that breaks off, or that something between here and GitHub has written, proves nothing.
  if (status !== 204 && body === undefined) {
    return retryUnsettled("result-unknown", `the answer (${status}) can't be read`, 60);
  }
  return { kind: "dispatched", run: runOf(answer) };
}

function runOf({ body }: Answer): Run | undefined {
  if (typeof body !== "object" || body === null) return undefined;
  if (!("workflow_run_id" in body) || !("html_url" in body)) return undefined;
  const { workflow_run_id: id, html_url: url } = body;
  return typeof id === "number" && typeof url === "string" ? { id, url } : undefined;
}
