import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { codes, type Failure, type Outcome } from "../dispatch/outcome.ts";

/** What an answer is about, as far as it is known. */
export interface About {
  readonly trigger?: string;
  readonly delivery?: string;
}

/** An outcome as an HTTP answer: 201 with the run, or a problem. */
export function answerOutcome(outcome: Outcome, about: About): APIGatewayProxyStructuredResultV2 {
  if (outcome.kind !== "dispatched") return answerProblem(outcome, about, outcome.detail);
  const { run } = outcome;
  return {
    statusCode: 201,
    headers: {
      "content-type": "application/json",
      "cache-control": "no-store",
      ...(run === undefined ? {} : { location: run.url }),
    },
    body: JSON.stringify({ ...about, ...(run === undefined ? {} : { run }) }),
  };
}

/**
 * A failure as problem details (RFC 9457) with a stable code and a remedy. Who has not proved who calls
 * gets no detail, which may name secrets.
 */
export function answerProblem(
  failure: Failure,
  about: About,
  detail?: string,
): APIGatewayProxyStructuredResultV2 {
  const { status, title, remedy } = codes[failure.code];
  const problem = {
    type: `urn:workflow-dispatcher:${failure.code}`,
    title,
    status,
    ...(detail === undefined ? {} : { detail }),
    code: failure.code,
    remedy,
    ...about,
  };
  return {
    statusCode: status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      ...(failure.kind === "retry" ? { "retry-after": String(failure.seconds) } : {}),
      ...(status === 401 ? { "www-authenticate": "Bearer" } : {}),
    },
    body: JSON.stringify(problem),
  };
}
