import type { Complaint, Problem } from "../../dispatch/problem.ts";
import type { ParsedWorkflow } from "../workflow/workflow-file.ts";
import { type CheckCode, checkCodes } from "./codes.ts";

/** Something that a check has found about a trigger. Its path begins at the trigger: `["inputs", "tag"]`. */
export interface Fault extends Complaint {
  readonly code: CheckCode;
  /** Whether it is the key that is wrong, or its value. */
  readonly at: "key" | "value";
  /** Whether it is one of a token that is not the credential's own, which need not have it. */
  readonly isOfOtherToken?: true;
}

/** Something that could not be found out, and what would make it possible. */
export interface Unknown {
  /** What it is about: a repository, a workflow, a secret. */
  readonly about: string;
  readonly reason: string;
  readonly mend: string;
  /** Whether there is no token to ask with. */
  readonly isWithoutToken?: true;
}

/** What has been found out about what a trigger starts. */
export interface Sight {
  readonly faults: readonly Fault[];
  readonly unknowns: readonly Unknown[];
  /** The workflow file at the ref, if it could be read. */
  readonly workflow?: ParsedWorkflow;
  /** How many inputs the server takes. */
  readonly maxInputs: number;
}

/** A fault at its place in triggers.yaml, with all triggers that meet it. */
export interface Finding extends Problem {
  readonly code: CheckCode;
  readonly level: "error" | "warning";
  readonly isOfOtherToken?: true;
  readonly triggers: readonly string[];
}

/** What could not be found out, with all triggers that it matters to. */
export interface Untold extends Unknown {
  readonly triggers: readonly string[];
}

/** All that a check has found. */
export interface CheckReport {
  /** In the order of the file. */
  readonly findings: readonly Finding[];
  readonly untold: readonly Untold[];
  /** How many triggers were checked. */
  readonly triggers: number;
  /** How many inputs have values that only a delivery tells, so that they were not checked. */
  readonly openInputs: number;
}

/** A fault in the words of the table of codes, where nothing better is known. */
export function fault(
  code: CheckCode,
  path: Fault["path"],
  details: Partial<Omit<Fault, "code" | "path">> = {},
): Fault {
  const { message, allowed, mend } = checkCodes[code];
  return { code, path, at: "value", message, allowed, mend, ...details };
}
