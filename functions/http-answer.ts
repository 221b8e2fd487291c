import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import {
  codes,
  type Dispatched,
  type Failure,
  type GivenUp,
  type Outcome,
  type Retry,
} from "../dispatch/outcome.ts";

/** What an answer is about, as far as it is known. */
export interface About {
  readonly trigger?: string;
  readonly delivery?: string;
}

/**
 * An outcome as an HTTP answer: 201 with the run (the first one's for a duplicate), or a problem.
 *
 * @param isKnown whether the caller has proved who calls.
 */
export function answerOutcome(
  outcome: Outcome,
  about: About,
  isKnown: boolean,
): APIGatewayProxyStructuredResultV2 {
  switch (outcome.kind) {
    case "dispatched":
      return answerRun(outcome, about, {});
    case "duplicate":
      return outcome.first.kind === "dispatched"
        ? answerRun(outcome.first, about, { "idempotency-replayed": "true" })
        : answerProblem(outcome.first, about, isKnown);
    default:
      return answerProblem(outcome, about, isKnown);
  }
}

/** The answer to a call that the queue has: why it waits, and the id under which it is dispatched. */
export function answerQueued({ code }: Retry, about: About): APIGatewayProxyStructuredResultV2 {
  const { title } = codes[code];
  return answer(202, "application/json", {}, { ...about, queued: true, code, title });
}

function answerRun(
  { run }: Dispatched,
  about: About,
  headers: Readonly<Record<string, string>>,
): APIGatewayProxyStructuredResultV2 {
  if (run === undefined) return answer(201, "application/json", headers, about);
  const located = { ...headers, location: run.url };
  return answer(201, "application/json", located, { ...about, run });
}

/**
 * A failure as problem details (RFC 9457) with a stable code and a remedy. Who has not proved who calls
 * is told the details of the call alone; those of the setup may name secrets.
 */
export function answerProblem(
  failure: Failure | GivenUp,
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
