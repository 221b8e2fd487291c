import pLimit from "p-limit";
import type { Timing } from "../../dispatch/backoff.ts";
import { failureOfAnswer } from "../../dispatch/github/answer.ts";
import {
  type Answer,
  callGitHub,
  type GitHubRequest,
  isAnswer,
  type NoAnswer,
  type Transport,
} from "../../dispatch/github/call.ts";

/** What asking GitHub needs of the outside world. */
export interface AskServices extends Transport, Timing {
  /** Resolves after so many milliseconds. */
  readonly wait: (milliseconds: number) => Promise<void>;
}

/** Asks GitHub something, with patience. @returns the answer, or why there is none. */
export type Ask = (request: GitHubRequest) => Promise<Answer | { readonly reason: string }>;

/**
 * Questions at the same time. GitHub takes 100:
 * docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits.
 */
const concurrency = 10;

const tries = 3;

/** Seconds that a check waits at most before it asks again, when GitHub's limits are reached. */
const longestWait = 120;

/**
 * Asks several questions at a time, and again where GitHub says when, or was not to be reached. What outlasts
 * that is not asked again by others: a limit is one of the token, docs.github.com/en/rest/using-the-rest-api/
 * rate-limits-for-the-rest-api#exceeding-the-rate-limit, and silence is one of the host.
 */
export function createAsk(services: AskServices): Ask {
  const limit = pLimit(concurrency);
  const outlasting = new Map<string, NotAnswered>();
  return (request) =>
    limit(async () => {
      const host = new URL(request.url).origin;
      const token = `${host} ${request.headers.authorization}`;
      const known = outlasting.get(host) ?? outlasting.get(token);
      const answer = known ?? (await askPatiently(request, services));
      if (!("status" in answer) && answer.of !== "request") {
        outlasting.set(answer.of === "host" ? host : token, answer);
      }
      return answer;
    });
}

interface NotAnswered {
  readonly reason: string;
  /** What it is a trouble of: other requests that share it meet it, too. */
  readonly of: "request" | "token" | "host";
}

async function askPatiently(
  request: GitHubRequest,
  services: AskServices,
): Promise<Answer | NotAnswered> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await callGitHub(request, services);
    const trouble = troubleOf(answer, services, attempt);
    if (trouble === undefined && isAnswer(answer)) return answer;
    const { reason = "", seconds = 0, of = "request" } = trouble ?? {};
    if (attempt === tries || seconds > longestWait) return { reason, of };
    await services.wait(seconds * 1000);
  }
}

/** What may pass: a limit that is reached, or an outage. */
function troubleOf(
  answer: Answer | NoAnswer,
  timing: Timing,
  attempt: number,
): (NotAnswered & { readonly seconds: number }) | undefined {
  if (!isAnswer(answer)) {
    return { reason: `GitHub can't be asked: ${answer.reason}`, seconds: 1, of: "host" };
  }
  if (answer.status < 400) return undefined;
  const failure = failureOfAnswer(answer, timing, attempt);
  if (failure.kind === "rejected" || failure.code === "token-invalid") return undefined;
  const { code, detail: reason, seconds } = failure;
  return code === "rate-limited"
    ? { reason, seconds, of: "token" }
    : { reason, seconds: 1, of: "request" };
}
