import { formatComplaint } from "../dispatch/problem.ts";
import type { Known } from "../functions/lambda/deployed-resources.ts";
import { isDivided, type Part, place, templateLimits } from "./placement.ts";

/** What is to be said of a deployment in the words of the user's file, and whether that ends it. */
export interface Objection {
  readonly text: string;
  readonly isRefusal: boolean;
}

/**
 * Whether what is known of the stack will do to deploy a file; nothing if it does.
 *
 * @param known left out: where the parts go is decided by the file alone.
 * @param region the one that is deployed to, as far as that is known.
 */
export function objectionTo(
  file: string,
  parts: readonly Part[],
  known: Known | undefined,
  region: string | undefined,
): Objection | undefined {
  if (known === undefined) return undefined;
  if ("unknown" in known) return objectionToUnknown(file, parts, known.unknown);
  if (known.region === undefined || known.region === region) return undefined;
  const text = formatComplaint(placeIn(file), {
    message: "Another region was asked what is deployed than the CDK deploys to.",
    found: `${known.region} was asked; the CDK deploys to ${region ?? "an unknown one"}`,
    allowed: "the same region",
    mend: "Set AWS_REGION to the stack's region, then npm run deploy.",
  });
  return { text, isRefusal: true };
}

/** What one stack holds is deployed all the same: whoever can't list a stack can still deploy a small one. */
function objectionToUnknown(file: string, parts: readonly Part[], unknown: string): Objection {
  const isRefusal = isDivided(place(parts));
  const count = numeral(parts.length);
  const text = formatComplaint(placeIn(file), {
    message: isRefusal
      ? "What is deployed has to be known before so many are: each stays in its stack, or it could fire twice."
      : "What is deployed is not known. One stack holds these, so they are deployed; but any that were in a nested stack until now move, and may fire twice.",
    found: `${count} schedules, events and routes; ${unknown}`,
    allowed: "AWS credentials that may list what the stack has (cloudformation:ListStackResources)",
    mend: "Use such credentials (AWS_PROFILE, AWS_REGION), then npm run deploy.",
  });
  return { text, isRefusal };
}

/**
 * Why CloudFormation would not take what a file has become; nothing if it would.
 *
 * @param templates by the name of the stack, as they are deployed.
 */
export function refusalOfTemplates(
  file: string,
  templates: ReadonlyMap<string, string>,
): string | undefined {
  for (const [stack, template] of templates) {
    const resources = Object.keys(JSON.parse(template).Resources).length;
    const bytes = Buffer.byteLength(template);
    if (resources <= templateLimits.resources && bytes <= templateLimits.bytes) continue;
    return formatComplaint(placeIn(file), {
      message: "Schedules, events and routes make a stack larger than CloudFormation takes.",
      found: `${numeral(resources)} resources in ${numeral(bytes)} bytes in the stack ${stack}`,
      allowed: `${numeral(templateLimits.resources)} resources in ${numeral(templateLimits.bytes)} bytes`,
      mend: "Move some to another file, which is deployed with a STACK_NAME of its own; shorten long event patterns.",
    });
  }
  return undefined;
}

function placeIn(file: string): string {
  return `${file}  triggers`;
}

function numeral(count: number): string {
  return count.toLocaleString("en");
}
