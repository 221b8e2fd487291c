import { backoff, outageBackoff, type Timing } from "../backoff.ts";
import { type Dispatched, type Failure, type Retry, wait } from "../outcome.ts";
import { type Closure, passClosure } from "./closure.ts";

/** Spares a repository that doesn't answer, and the function's time. */
export interface Breaker {
  /** Why to wait; nothing for whoever may go. */
  readonly enter: (repository: string) => Retry | undefined;
  /** Takes what became of a dispatch that went. */
  readonly report: (repository: string, outcome: Dispatched | Failure) => void;
}

/** Failures in a row after which the others wait. */
const tolerated = 3;

/** Keeps a breaker for each repository; every function finds out for itself. */
export function createBreaker(timing: Timing): Breaker {
  const closures = new Map<string, Closure>();
  return {
    enter(repository) {
      const closure = closures.get(repository);
      if (closure === undefined || closure.failures < tolerated) return undefined;
      const now = timing.now();
      const passed = passClosure(closure, now);
      if (passed.closure !== undefined) closures.set(repository, passed.closure);
      if (passed.waitFor === undefined) return undefined;
      const seconds = Math.ceil((closure.until - now) / 1000);
      const jitter = Math.floor(timing.random() * 30);
      return wait(closure.code, `it waits, because: ${closure.detail}`, seconds + jitter);
    },
    report(repository, outcome) {
      if (isAnswered(outcome)) closures.delete(repository);
      if (outcome.kind !== "retry" || !isOutage(outcome)) return;
      const failures = (closures.get(repository)?.failures ?? 0) + 1;
      const seconds = backoff(outageBackoff, timing, Math.max(1, failures - tolerated + 1));
      const until = timing.now() + seconds * 1000;
      const { detail } = outcome;
      // Whoever waits has sent nothing whose result could be unknown.
      closures.set(repository, { code: "github-unavailable", detail, failures, until });
    },
  };
}

function isOutage({ code }: Retry): boolean {
  return code === "github-unavailable" || code === "result-unknown";
}

/** Whether GitHub has said something about the dispatch. */
function isAnswered(outcome: Dispatched | Failure): boolean {
  if (outcome.kind !== "retry") return true;
  return outcome.code === "rate-limited" || outcome.code === "token-invalid";
}
