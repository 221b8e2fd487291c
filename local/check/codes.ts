import type { OutcomeCode } from "../../dispatch/outcome.ts";

interface Code {
  /** error: dispatches will fail; warning: they work, and something should be done all the same. */
  readonly level: "error" | "warning";
  /** What is wrong, as one sentence. */
  readonly message: string;
  /** What is allowed, where the place does not say more. */
  readonly allowed: string;
  /** How to mend it, where the place does not say more. */
  readonly mend: string;
  /** What a dispatch ends with that meets it; nothing where none does. */
  readonly outcome?: OutcomeCode;
}

/** All that a check can find. This table is the only place that says how bad it is and what to do about it. */
export const checkCodes = {
  "config-invalid": {
    level: "error",
    message: "triggers.yaml has a problem.",
    allowed: "what docs/configuration.md says",
    mend: "Mend the file; nothing of it is deployed before.",
  },
  "secret-not-found": {
    level: "error",
    message: "Secrets Manager has no such secret.",
    allowed: "the name or ARN of a secret that is there",
    mend: "Store the token with npm run token -- set, or write the name of the secret that holds it.",
    outcome: "secret-unavailable",
  },
  "secret-malformed": {
    level: "error",
    message: "The secret does not hold what its use needs.",
    allowed: `a bare token, {"username": …, "token": …}, or an App's private key (PEM)`,
    mend: "Store a token with npm run token -- set; an App's private key is a PEM file.",
    outcome: "secret-malformed",
  },
  "token-invalid": {
    level: "error",
    message: "GitHub refuses the token: it is wrong, expired or revoked.",
    allowed: "a token that GitHub takes",
    mend: "Store a valid token with npm run token -- set.",
    outcome: "token-invalid",
  },
  "token-forbidden": {
    level: "error",
    message: "The token may not start workflows in this repository.",
    allowed: "a token with Actions: write on the repository (a classic one: repo)",
    mend: "Give the token this permission, and authorize it for the organization if that asks for it.",
    outcome: "token-forbidden",
  },
  "token-expires": {
    level: "warning",
    message: "The token expires soon.",
    allowed: "14 days or more",
    mend: "Make a new token before; a credential's own is stored with npm run token -- set.",
  },
  "repository-not-found": {
    level: "error",
    message: "There is no such repository, or the token can't see it.",
    allowed: "a repository that the token can see",
    mend: "Write the repository as owner/name, or give the token access to it.",
    outcome: "repository-not-found",
  },
  "repository-archived": {
    level: "error",
    message: "The repository is archived, and starts no workflows.",
    allowed: "a repository that is not archived",
    mend: "Name another repository, or ask its owner to unarchive it.",
    outcome: "token-forbidden",
  },
  "workflow-not-found": {
    level: "error",
    message: "The repository has no such workflow on its default branch.",
    allowed: "a file in .github/workflows of the default branch, or a workflow's id",
    mend: "Write the name of a file in .github/workflows, or add the file to the default branch.",
    outcome: "workflow-not-found",
  },
  "workflow-disabled-manually": {
    level: "error",
    message: "Somebody has disabled the workflow.",
    allowed: "an active workflow",
    mend: "Enable the workflow on the repository's Actions page.",
    outcome: "workflow-disabled-manually",
  },
  "workflow-disabled-inactivity": {
    level: "error",
    message: "GitHub has disabled the workflow after 60 days without commits.",
    allowed: "an active workflow, or reenable: true",
    mend: "Enable it on the repository's Actions page, or set reenable: true.",
    outcome: "workflow-disabled-inactivity",
  },
  "workflow-disabled": {
    level: "error",
    message: "The workflow is disabled.",
    allowed: "an active workflow",
    mend: "Enable the workflow on the repository's Actions page.",
    outcome: "workflow-disabled",
  },
  "ref-not-found": {
    level: "error",
    message: "The repository has no such branch or tag.",
    allowed: "a branch or a tag of the repository",
    mend: "Write the name of a branch or a tag; GitHub takes no commit here.",
    outcome: "ref-not-found",
  },
  "workflow-not-at-ref": {
    level: "error",
    message: "The workflow's file is on the default branch, but not at this ref.",
    allowed: "a ref that has the file",
    mend: "Add the file at the ref, or write a ref that has it.",
    outcome: "no-dispatch-trigger",
  },
  "no-dispatch-trigger": {
    level: "error",
    message: "The workflow has no workflow_dispatch trigger at this ref.",
    allowed: "a workflow with workflow_dispatch in its on:",
    mend: "Add workflow_dispatch to the workflow's on: at this ref.",
    outcome: "no-dispatch-trigger",
  },
  "workflow-unparsable": {
    level: "error",
    message: "GitHub's parser refuses the workflow file at this ref.",
    allowed: "a file that GitHub's parser reads",
    mend: "Mend the workflow file.",
    outcome: "workflow-unparsable",
  },
  "input-undeclared": {
    level: "error",
    message: "The workflow declares no such input at this ref.",
    allowed: "an input that the workflow declares",
    mend: "Remove it, or declare it under on.workflow_dispatch.inputs of the workflow.",
    outcome: "inputs-refused",
  },
  "input-missing": {
    level: "error",
    message: "The workflow requires an input that it does not get.",
    allowed: "a value for each required input without a default",
    mend: "Add it to inputs, or give it a default in the workflow.",
    outcome: "inputs-refused",
  },
  "input-not-allowed": {
    level: "error",
    message: "The workflow's input does not allow this value.",
    allowed: "a value that the workflow's input allows",
    mend: "Write one of the values that it allows, or add this one to the workflow.",
    outcome: "inputs-refused",
  },
  "inputs-too-many": {
    level: "error",
    message: "These are more inputs than this server takes.",
    allowed: "as many inputs as the server takes",
    mend: "Put several values into one input as JSON: ${{ toJSON(…) }}.",
    outcome: "github-refused",
  },
  "inputs-too-large": {
    level: "error",
    message: "These inputs are larger than GitHub takes.",
    allowed: "65,535 characters of JSON in all",
    mend: "Keep large values in the repository, and pass their names.",
    outcome: "inputs-invalid",
  },
  "expression-failed": {
    level: "error",
    message: "This expression fails whatever is delivered.",
    allowed: "an expression that has a value",
    mend: "Mend the expression.",
    outcome: "expression-failed",
  },
  "inputs-invalid": {
    level: "error",
    message: "This expression gives no inputs, whatever is delivered.",
    allowed: "an expression that gives an object",
    mend: "Write an expression that gives an object, or the inputs one by one.",
    outcome: "inputs-invalid",
  },
  "correlation-not-shown": {
    level: "warning",
    message:
      "The workflow's run-name does not show the correlation-input, so that no run is found by it.",
    allowed: "an input that the workflow's run-name shows",
    mend: "Add ${{ inputs.NAME }} with the input's name to the workflow's run-name.",
  },
} as const satisfies Record<string, Code>;

export type CheckCode = keyof typeof checkCodes;
