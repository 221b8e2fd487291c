import type { AnswerHeaders, Fetch, FetchAnswer, FetchInit } from "../fetch.ts";

/** A request to GitHub's REST API, exactly as it is sent. */
export interface GitHubRequest extends Pick<FetchInit, "method" | "headers" | "body"> {
  readonly url: string;
}

/** How requests are sent, and how long one may take. */
export interface Transport {
  readonly fetch: Fetch;
  /** Aborts with a TimeoutError after so many milliseconds, as `AbortSignal.timeout` does. */
  readonly timeout: (milliseconds: number) => AbortSignal;
}

/** What GitHub answered. A body that isn't JSON is `undefined`. */
export interface Answer {
  readonly status: number;
  readonly headers: AnswerHeaders;
  readonly body: unknown;
}

/** Why there is no answer. Only a request that was never sent has certainly had no effect. */
export interface NoAnswer {
  readonly sent: boolean;
  readonly reason: string;
}

/** Milliseconds GitHub gets for an answer. An HTTP API waits 30 s in all, and a call may need a second try. */
const timeout = 10_000;

/** Headers that GitHub asks of every request: docs.github.com/en/rest/using-the-rest-api/getting-started-with-the-rest-api. */
export const commonHeaders = {
  accept: "application/vnd.github+json",
  "content-type": "application/json",
  "user-agent": "workflow-dispatcher",
} as const;

/** A request without a body, in the version that every server knows. */
export function bareRequest(
  method: "GET" | "PUT",
  url: string,
  authorization: string,
): GitHubRequest {
  const headers = { ...commonHeaders, authorization, "x-github-api-version": "2022-11-28" };
  return { method, url, headers };
}

/** Sends one request and reads the whole answer. Follows the redirect of a renamed repository. */
export async function callGitHub(
  request: GitHubRequest,
  transport: Transport,
): Promise<Answer | NoAnswer> {
  const answer = await callOnce(request, transport);
  if (!isAnswer(answer)) return answer;
  const moved = redirectTarget(request.url, answer);
  return moved === undefined ? answer : callOnce({ ...request, url: moved }, transport);
}

export function isAnswer(result: Answer | NoAnswer): result is Answer {
  return "status" in result;
}

async function callOnce(request: GitHubRequest, transport: Transport): Promise<Answer | NoAnswer> {
  const { url, ...init } = request;
  const signal = transport.timeout(timeout);
  try {
    const response = await transport.fetch(url, { ...init, signal, redirect: "manual" });
    return { status: response.status, headers: response.headers, body: await readJson(response) };
  } catch (error) {
    return noAnswer(error);
  }
}

/** The status has said what happened, so a body that breaks off or isn't JSON is no failure. */
async function readJson(response: FetchAnswer): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

/**
 * GitHub redirects calls for a renamed repository and expects the same method again:
 * docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#follow-redirects.
 * The token goes to no other host.
 */
function redirectTarget(from: string, answer: Answer): string | undefined {
  const location = answer.headers.get("location");
  if (![301, 302, 307, 308].includes(answer.status) || location === null) return undefined;
  if (!URL.canParse(location, from)) return undefined;
  const target = new URL(location, from);
  return target.origin === new URL(from).origin ? target.href : undefined;
}

/** Codes of Node.js and undici for requests that failed before a byte of them was sent. */
const neverSent = new Set([
  "ECONNREFUSED",
  "ERR_INVALID_URL",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

function noAnswer(error: unknown): NoAnswer {
  if (error instanceof Error && error.name === "TimeoutError") {
    return { sent: true, reason: `no answer within ${timeout / 1000} s` };
  }
  const code = causeCode(error);
  const failedHandshake = /CERT|TLS|SSL|SIGNATURE/.test(code);
  return { sent: !neverSent.has(code) && !failedHandshake, reason: code };
}

function causeCode(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof Error && "code" in cause) return String(cause.code);
  return cause instanceof Error ? cause.name : "unknown error";
}
