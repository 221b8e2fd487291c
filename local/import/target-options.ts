import { checkRef, checkRepository, quote } from "../../dispatch/config/rules.ts";
import type { Complaint } from "../../dispatch/problem.ts";
import { triggerName } from "../../dispatch/trigger.ts";

/** What the user has said about the targets of triggers. */
export interface TargetOptions {
  readonly repository?: string | undefined;
  readonly ref?: string | undefined;
  readonly credential?: string | undefined;
}

/** What is wrong with the options by themselves. */
export function problemOfOptions(options: TargetOptions): string | undefined {
  return (
    problemOf("--repository", options.repository, checkRepository) ??
    problemOf("--ref", options.ref, checkRef) ??
    problemOf("--credential", options.credential, checkCredential)
  );
}

function problemOf(
  option: string,
  value: string | undefined,
  check: (text: string) => readonly Complaint[],
): string | undefined {
  const [complaint] = value === undefined ? [] : check(value);
  if (complaint === undefined) return undefined;
  const { found, message, allowed, mend } = complaint;
  return `${option} is ${found}. ${message} Allowed: ${allowed}. ${mend}`;
}

/** Credentials have names of the same kind as triggers: dispatch/config/schema.ts. */
function checkCredential(name: string): readonly Complaint[] {
  if (triggerName.test(name)) return [];
  return [
    {
      path: [],
      message: "No credential can have this name.",
      found: quote(name),
      allowed: "up to 64 letters, digits, _ and -, beginning with a letter or _",
      mend: "Write the name of a credential, or the name that it is to have.",
    },
  ];
}
