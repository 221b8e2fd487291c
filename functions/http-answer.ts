import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { codes, type Failure, type Outcome } from "../dispatch/outcome.ts";

/** What an answer is about, as far as it is known. */
export interface About {
  readonly trigger?: string;
  readonly delivery?: string;
}

/**
 * An outcome as an HTTP answer: 201 with the run, or a problem.
 *
 * @param isKnown whether the caller has proved who calls.
 */
export function answerOutcome(
  outcome: Outcome,
  about: About,
  isKnown: boolean,
): APIGatewayProxyStructuredResultV2 {
  if (outcome.kind !== "dispatched") return answerProblem(outcome, about, isKnown);
  const { run } = outcome;
  const location: Readonly<Record<string, string>> = run === undefined ? {} : { location: run.url };
  return answer(201, "application/json", location, {
    ...about,
    ...(run === undefined ? {} : { run }),
  });
}

/**
 * A failure as problem details (RFC 9457) with a stable code and a remedy. Who has not proved who calls
 * is told the details of the call alone; those of the setup may name secrets.
 */
export function answerProblem(
  failure: Failure,
  about: About,
  isKnown = false,
): APIGatewayProxyStructuredResultV2 {
  const { status, title, remedy, concerns } = codes[failure.code];
  const headers: Readonly<Record<string, string>> = {
    ...(failure.kind === "retry" ? { "retry-after": String(failure.seconds) } : {}),
    ...(status === 401 ? { "www-authenticate": "Bearer" } : {}),
  };
  return answer(status, "application/problem+json", headers, {
    type: `urn:workflow-dispatcher:${failure.code}`,
    title,
    status,
    ...(isKnown || concerns === "caller" ? { detail: failure.detail } : {}),
    code: failure.code,
    remedy,
    ...about,
  });
}

function answer(
  statusCode: number,
  type: string,
  headers: Readonly<Record<string, string>>,
  content: object,
): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode,
    headers: { "content-type": type, "cache-control": "no-store", ...headers },
    body: JSON.stringify(content),
  };
}
