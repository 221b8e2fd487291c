import { isDeepStrictEqual } from "node:util";
import { type Answer, objectIn, type Request } from "./exchange.ts";

/** The one dispatch that is taken. */
export interface Dispatch {
  /** `owner/name` */
  readonly repository: string;
  readonly workflow: string;
  readonly ref: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly token: string;
}

/**
 * GitHub's dispatch endpoint in API version 2026-03-10, for one dispatch: leaner than local/github, which reads
 * workflow files and would be measured, too.
 * docs.github.com/en/rest/actions/workflows#create-a-workflow-dispatch-event
 */
export function createGitHub(dispatch: Dispatch): (request: Request) => Answer {
  const { repository, workflow, ref, inputs, token } = dispatch;
  const path = `/repos/${repository}/actions/workflows/${workflow}/dispatches`;
  let runs = 0;
  return (request) => {
    if (request.method !== "POST" || request.path !== path) return refuse(404, "Not Found");
    const [, given] = /^(?:Bearer|token) (\S+)$/i.exec(request.headers.authorization ?? "") ?? [];
    if (given !== token) return refuse(401, "Bad credentials");
    const fault = headerFault(request.headers);
    if (fault !== undefined) return refuse(400, fault);
    if (!isDeepStrictEqual(objectIn(request.body), { ref, inputs })) {
      return refuse(422, `Invalid request: ${request.body}`);
    }
    runs += 1;
    const id = 10_000_000_000 + runs;
    return { status: 200, headers: answerHeaders(), body: runOf(repository, id) };
  };
}

function headerFault(headers: Request["headers"]): string | undefined {
  if (headers["x-github-api-version"] !== "2026-03-10") return "x-github-api-version";
  if (!/^application\/vnd\.github(\.v3)?\+json$/.test(headers.accept ?? "")) return "accept";
  if (!/^application\/json(; charset=utf-8)?$/.test(headers["content-type"] ?? "")) {
    return "content-type";
  }
  return headers["user-agent"] ? undefined : "user-agent";
}

function runOf(repository: string, id: number) {
  return {
    workflow_run_id: id,
    run_url: `https://api.github.com/repos/${repository}/actions/runs/${id}`,
    html_url: `https://github.com/${repository}/actions/runs/${id}`,
  };
}

/** As GitHub's: docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#checking-the-status-of-your-rate-limit */
function answerHeaders() {
  return {
    "content-type": "application/json; charset=utf-8",
    "github-authentication-token-expiration": "2099-01-01 00:00:00 UTC",
    "x-github-api-version-selected": "2026-03-10",
    "x-github-media-type": "github.v3; format=json",
    "x-ratelimit-limit": "5000",
    "x-ratelimit-remaining": "4999",
    "x-ratelimit-reset": "4070908800",
    "x-ratelimit-resource": "core",
    "x-ratelimit-used": "1",
  };
}

function refuse(status: number, message: string): Answer {
  const headers = { "content-type": "application/json; charset=utf-8" };
  return { status, headers, body: { message, status: String(status) } };
}
