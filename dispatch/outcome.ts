/**
 * What became of a delivery. Every recoverable failure is one of these values; throwing is for bugs.
 * The table of codes below is the only place that says what may be tried again, which HTTP status a
 * failure becomes, whom it concerns and what to do about it.
 */
export type Outcome = Dispatched | Duplicate | Failure;
export type Failure = Retry | Rejected;

/** GitHub has started the run. An older Enterprise Server doesn't say which run it was. */
export interface Dispatched {
  readonly kind: "dispatched";
  readonly run: Run | undefined;
}

/** The same delivery has been here before; nothing was done for this one. */
export interface Duplicate {
  readonly kind: "duplicate";
  /** What became of the first one. */
  readonly first: Dispatched | GivenUp;
}

/** The dead letters have it, for this reason. */
export interface GivenUp {
  readonly kind: "given-up";
  readonly code: OutcomeCode;
  readonly detail: string;
}

/** A run as GitHub names it in its answer to a dispatch. */
export type Run = {
  readonly id: number;
  /** The run's page. */
  readonly url: string;
};

/** The same delivery may succeed later, after so many seconds at the earliest. */
export interface Retry {
  readonly kind: "retry";
  readonly code: RetryCode;
  readonly detail: string;
  readonly seconds: number;
  /** A run may have been started nevertheless; it is looked for before anything is sent again. */
  readonly mayHaveRun?: true;
  /** Nothing was sent: what has happened to others keeps it waiting. */
  readonly isWaiting?: true;
  /** Its place among those that wait for GitHub's limits, in milliseconds since the epoch. */
  readonly place?: number;
}

/** The same delivery can't succeed until somebody changes something. */
export interface Rejected {
  readonly kind: "rejected";
  readonly code: RejectedCode;
  readonly detail: string;
}

/** A value, or the failure that ends the delivery. */
export type Step<Value> =
  | { readonly value: Value; readonly failure?: never }
  | { readonly value?: never; readonly failure: Failure };

interface Code {
  /** Whether the same delivery may succeed when it is tried again. */
  readonly retryable: boolean;
  /** The HTTP status of an answer with this code. */
  readonly status: number;
  /** Who can do something about it. */
  readonly concerns: "caller" | "operator" | "github";
  /** What it means, as one sentence. */
  readonly title: string;
  /** What to do about it. */
  readonly remedy: string;
}

export const codes = {
  "route-not-found": {
    retryable: false,
    status: 404,
    concerns: "caller",
    title: "No trigger has this route",
    remedy: "Check the method and the path against the routes in triggers.yaml.",
  },
  unauthenticated: {
    retryable: false,
    status: 401,
    concerns: "caller",
    title: "The call does not prove who makes it",
    remedy: "Send the bearer token or the signature that this route's auth asks for.",
  },
  forbidden: {
    retryable: false,
    status: 403,
    concerns: "caller",
    title: "The caller is known but may not use this route",
    remedy: "Use a token whose claims are those that this route requires.",
  },
  "body-too-large": {
    retryable: false,
    status: 413,
    concerns: "caller",
    title: "The body is larger than 1 MB",
    remedy:
      "Send a smaller body: all inputs of a workflow together hold at most 65,535 characters.",
  },
  "body-type-unsupported": {
    retryable: false,
    status: 415,
    concerns: "caller",
    title: "The body is neither JSON nor a form",
    remedy: "Send application/json or application/x-www-form-urlencoded.",
  },
  "body-malformed": {
    retryable: false,
    status: 400,
    concerns: "caller",
    title: "The body is not what its content type says",
    remedy: "Send valid JSON in UTF-8, or a valid form.",
  },
  "header-malformed": {
    retryable: false,
    status: 400,
    concerns: "caller",
    title: "A header is not what its name promises",
    remedy: "Send an Idempotency-Key or webhook id of 1 to 255 visible ASCII characters.",
  },
  "idempotency-key-reused": {
    retryable: false,
    status: 422,
    concerns: "caller",
    title: "The same Idempotency-Key came before with another call",
    remedy: "Send a new Idempotency-Key with a new call, or the same call with the same key.",
  },
  "delivery-in-progress": {
    retryable: true,
    status: 409,
    concerns: "caller",
    title: "The same delivery is being dispatched at this moment",
    remedy: "Wait. The same Idempotency-Key then gets the answer of the first call.",
  },
  "delivery-malformed": {
    retryable: false,
    status: 400,
    concerns: "operator",
    title: "The message is no delivery",
    remedy: 'Send {"trigger": NAME, "schedule": {…}} or {"trigger": NAME, "event": {…}}.',
  },
  "trigger-not-found": {
    retryable: false,
    status: 404,
    concerns: "operator",
    title: "The delivery names a trigger that is not deployed",
    remedy: "Deploy the triggers.yaml that has the trigger, or remove what still delivers to it.",
  },
  "config-unusable": {
    retryable: true,
    status: 500,
    concerns: "operator",
    title: "The config that was deployed with the function can't be read",
    remedy: "Deploy again with npm run deploy.",
  },
  "expression-failed": {
    retryable: false,
    status: 422,
    concerns: "caller",
    title: "An expression can't be evaluated over what was delivered",
    remedy: "Compare the trigger's inputs in triggers.yaml with what was sent.",
  },
  "inputs-invalid": {
    retryable: false,
    status: 422,
    concerns: "caller",
    title: "What was delivered gives no inputs that GitHub takes",
    remedy: "Send an object of at most 25 inputs with at most 65,535 characters in all.",
  },
  "secret-unavailable": {
    retryable: true,
    status: 503,
    concerns: "operator",
    title: "The secret can't be read from Secrets Manager",
    remedy: "Check that the secret exists in this region and that the function's role may read it.",
  },
  "secret-malformed": {
    retryable: true,
    status: 503,
    concerns: "operator",
    title: "The secret does not hold what its use needs",
    remedy:
      'Store the bare token or key, or for Basic authentication {"username": …, "token": …}, as the secret string.',
  },
  "token-invalid": {
    retryable: true,
    status: 503,
    concerns: "operator",
    title: "GitHub refuses the token: it is wrong, expired or revoked",
    remedy: "Store a valid token in the credential's secret.",
  },
  "token-forbidden": {
    retryable: false,
    status: 502,
    concerns: "operator",
    title: "The token may not start workflows in this repository",
    remedy: "Give the token Actions: write on the repository (a classic token: repo).",
  },
  "repository-not-found": {
    retryable: false,
    status: 502,
    concerns: "operator",
    title: "There is no such repository, or the token can't see it",
    remedy: "Check repository in triggers.yaml, and that the token has access to the repository.",
  },
  "workflow-not-found": {
    retryable: false,
    status: 502,
    concerns: "operator",
    title: "The repository has no such workflow on its default branch",
    remedy:
      "Check workflow in triggers.yaml; it takes a file's name in .github/workflows, or an id.",
  },
  "not-found": {
    retryable: false,
    status: 502,
    concerns: "operator",
    title: "GitHub finds no such workflow, or the token can't see the repository",
    remedy:
      "Check repository and workflow in triggers.yaml, and that the token has access to the repository.",
  },
  "ref-not-found": {
    retryable: false,
    status: 502,
    concerns: "operator",
    title: "The repository has no such branch or tag",
    remedy: "Check ref in triggers.yaml; it takes the name of a branch or a tag.",
  },
  "no-dispatch-trigger": {
    retryable: false,
    status: 502,
    concerns: "operator",
    title: "The workflow has no workflow_dispatch trigger at that ref",
    remedy: "Add workflow_dispatch to the workflow's on: at the ref of the trigger.",
  },
  "workflow-disabled-manually": {
    retryable: false,
    status: 502,
    concerns: "operator",
    title: "Somebody has disabled the workflow",
    remedy: "Enable the workflow on the repository's Actions page.",
  },
  "workflow-disabled-inactivity": {
    retryable: false,
    status: 502,
    concerns: "operator",
    title: "GitHub has disabled the workflow after 60 days without commits",
    remedy:
      "Enable it on the repository's Actions page, and set reenable: true so that it does not happen again.",
  },
  "workflow-disabled": {
    retryable: false,
    status: 502,
    concerns: "operator",
    title: "The workflow is disabled",
    remedy: "Enable the workflow on the repository's Actions page.",
  },
  "workflow-unparsable": {
    retryable: false,
    status: 502,
    concerns: "operator",
    title: "GitHub can't parse the workflow file at that ref",
    remedy: "Mend the workflow file; GitHub's own words are in the detail.",
  },
  "inputs-refused": {
    retryable: false,
    status: 422,
    concerns: "caller",
    title: "The workflow does not take these inputs",
    remedy: "Compare the inputs with those that the workflow declares at that ref.",
  },
  "github-refused": {
    retryable: false,
    status: 502,
    concerns: "operator",
    title: "GitHub refuses the request for another reason",
    remedy: "Read GitHub's own words in the log, or in the detail.",
  },
  "rate-limited": {
    retryable: true,
    status: 503,
    concerns: "github",
    title: "GitHub's rate limit for this token is reached",
    remedy: "Wait. If it happens often, spread the triggers over several credentials.",
  },
  "github-unavailable": {
    retryable: true,
    status: 503,
    concerns: "github",
    title: "GitHub can't be reached or answers with a server error",
    remedy: "Wait, and look at githubstatus.com.",
  },
  "result-unknown": {
    retryable: true,
    status: 503,
    concerns: "github",
    title: "The request was sent but not answered: the run may exist",
    remedy: "Wait: the run is looked for, and only sent again if there is none.",
  },
  "result-unsure": {
    retryable: false,
    status: 502,
    concerns: "operator",
    title: "Whether the run was started can't be told",
    remedy:
      "Look at the workflow's runs, those in the detail first. If none is this delivery's: npm run redrive -- --code result-unsure --resend.",
  },
  "ledger-unavailable": {
    retryable: true,
    status: 503,
    concerns: "operator",
    title: "The ledger of dispatches can't be read or written",
    remedy: "Check that the table exists and that the function's role may use it.",
  },
  "preparation-timed-out": {
    retryable: true,
    status: 503,
    concerns: "operator",
    title: "Nothing was sent: the function took too long before",
    remedy: "Wait. If it happens often, look at the function's duration and memory.",
  },
  "internal-error": {
    retryable: false,
    status: 500,
    concerns: "operator",
    title: "Workflow Dispatcher has a bug",
    remedy:
      "Find the delivery in the log, report what it says, and look at the workflow's runs before you call again.",
  },
} as const satisfies Record<string, Code>;

export type OutcomeCode = keyof typeof codes;
export type RetryCode = {
  [code in OutcomeCode]: (typeof codes)[code]["retryable"] extends true ? code : never;
}[OutcomeCode];
export type RejectedCode = Exclude<OutcomeCode, RetryCode>;

/** A failure that only a change can mend. */
export function rejected(code: RejectedCode, detail: string): Rejected {
  return { kind: "rejected", code, detail };
}

/** A failure after which a run may have been started, looked for in so many seconds at the earliest. */
export function retryUnsettled(code: RetryCode, detail: string, seconds: number): Retry {
  return { kind: "retry", code, detail, seconds, mayHaveRun: true };
}

/** The failure with a code, whichever kind that is. */
export function failureOf(code: OutcomeCode, detail: string, seconds: number): Failure {
  return codes[code].retryable
    ? retry(code as RetryCode, detail, seconds)
    : rejected(code as RejectedCode, detail);
}

/** A delivery that is not even tried for so many seconds. */
export function wait(code: RetryCode, detail: string, seconds: number): Retry {
  return { kind: "retry", code, detail, seconds, isWaiting: true };
}

/** The failure of a request that can't have started a run, whatever became of it. */
export function withoutRun(failure: Failure): Failure {
  if (failure.kind === "rejected") return failure;
  const { mayHaveRun: _, ...rest } = failure;
  return rest;
}

/** A failure that may pass by itself, in so many seconds at the earliest. */
export function retry(code: RetryCode, detail: string, seconds: number): Retry {
  return { kind: "retry", code, detail, seconds };
}
