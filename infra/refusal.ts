import { capacity, type Deployed, type Part, place, sizeOf } from "./placement.ts";

/** What is deployed, or why it could not be asked. */
export type Known = Deployed | { readonly unknown: string };

/**
 * Why the resources of a file can't be deployed, for a terminal; nothing if they can.
 *
 * @param known left out: where they go is decided by the file alone.
 */
export function refusalOf(
  file: string,
  parts: readonly Part[],
  known: Known | undefined,
): string | undefined {
  if (parts.length > capacity.parts) {
    return refusal(file, {
      message: "There are more schedules, events and routes than one deployment can hold.",
      found: `${numeral(parts.length)} of them`,
      allowed: `at most ${numeral(capacity.parts)}`,
      mend: divide,
    });
  }
  const size = sizeOf(parts);
  if (size > capacity.bytes) {
    return refusal(file, {
      message:
        "The schedules, events and routes make larger templates than one deployment can hold.",
      found: `about ${numeral(size)} bytes`,
      allowed: `at most ${numeral(capacity.bytes)} bytes`,
      mend: `Shorten the event patterns. Or: ${divide}`,
    });
  }
  if (known === undefined || !("unknown" in known)) return undefined;
  if ([...place(parts).values()].every((each) => each === "root")) return undefined;
  return refusal(file, {
    message:
      "What is deployed has to be known before so many are: each stays in its stack, or it could fire twice.",
    found: `${numeral(parts.length)} schedules, events and routes; ${known.unknown}`,
    allowed: "AWS credentials that may list what the stack has (cloudformation:ListStackResources)",
    mend: "Use such credentials (AWS_PROFILE, AWS_REGION), then npm run deploy.",
  });
}

const divide = "Divide the file into several, and deploy each with a STACK_NAME of its own.";

interface Refusal {
  readonly message: string;
  readonly found: string;
  readonly allowed: string;
  readonly mend: string;
}

function refusal(file: string, { message, found, allowed, mend }: Refusal): string {
  const lines = [`  ${message}`, `found:   ${found}`, `allowed: ${allowed}`, `mend:    ${mend}`];
  return `${file}  triggers\n${lines.join("\n  ")}`;
}

function numeral(count: number): string {
  return count.toLocaleString("en");
}
