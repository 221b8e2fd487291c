import { backoff, outageBackoff, type Timing } from "../backoff.ts";
import { type Dispatched, type Failure, type Retry, wait } from "../outcome.ts";
import { type Closure, passClosure } from "./closure.ts";

/** Spares a repository that doesn't answer, and the function's time. */
export interface Breaker {
  /** Why to wait; nothing for whoever may go. */
  readonly look: (repository: string) => Retry | undefined;
  /** Lets one go. @returns whether it goes to try, while the others wait for it. */
  readonly enter: (repository: string) => boolean;
  /** Takes what became of a dispatch that went. */
  readonly report: (repository: string, outcome: Dispatched | Failure, isTrial: boolean) => void;
}

/** Failures in a row after which the others wait. */
const tolerated = 3;

/** Keeps a breaker for each repository; every function finds out for itself. */
export function createBreaker(timing: Timing): Breaker {
  const closures = new Map<string, Closure>();

  function closureOf(repository: string): Closure | undefined {
    const closure = closures.get(repository);
    return closure === undefined || closure.failures < tolerated ? undefined : closure;
  }

  return {
    look(repository) {
      const { waitFor } = passClosure(closureOf(repository), timing.now());
      if (waitFor === undefined) return undefined;
      const seconds = Math.ceil((waitFor.until - timing.now()) / 1000);
      const jitter = Math.floor(timing.random() * 30);
      return wait(waitFor.code, `it waits, because: ${waitFor.detail}`, seconds + jitter);
    },
    enter(repository) {
      const { closure: trial } = passClosure(closureOf(repository), timing.now());
      if (trial !== undefined) closures.set(repository, trial);
      return trial !== undefined;
    },
    report(repository, outcome, isTrial) {
      if (isAnswered(outcome)) closures.delete(repository);
      if (outcome.kind !== "retry" || !isOutage(outcome)) return;
      // Those that went together before the breaker closed fail together, and say no more than the first.
      if (closureOf(repository) !== undefined && !isTrial) return;
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
