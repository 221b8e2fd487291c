import type { StackDescription } from "../../functions/lambda/stack.ts";
import { green, type Line, red, yellow } from "./line.ts";

/**
 * How the last deployment ended:
 * docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-describing-stacks.html.
 */
export function stackLine(
  stackName: string,
  { status, reason, updated }: Omit<StackDescription, "outputs">,
): Line {
  const about = `stack ${stackName}`;
  const since = updated === undefined ? "" : `, deployed ${updated.toISOString().slice(0, 16)}Z`;
  const found = `${status || "of unknown state"}${since}`;
  const why = reason === undefined ? found : `${found}: ${reason}`;
  if (/^(CREATE|UPDATE|IMPORT)_COMPLETE$/.test(status)) return green(about, found);
  if (status === "REVIEW_IN_PROGRESS" || status === "") {
    return yellow(about, why, "Deploy it: npm run deploy.");
  }
  if (status.endsWith("_IN_PROGRESS")) {
    return yellow(about, why, "Wait until CloudFormation is done, then look again.");
  }
  if (/^(UPDATE|IMPORT)_ROLLBACK_COMPLETE$/.test(status)) {
    const mend = "The last deployment failed and was undone. npm run deploy says why.";
    return yellow(about, why, mend);
  }
  return red(about, why, mendOf(status));
}

function mendOf(status: string): string {
  const events = "The stack's events in the console of CloudFormation say why.";
  switch (status) {
    case "ROLLBACK_COMPLETE":
      return `It was never deployed. ${events} Delete the stack, then npm run deploy.`;
    case "UPDATE_ROLLBACK_FAILED":
      return `${events} Then: aws cloudformation continue-update-rollback, and npm run deploy.`;
    case "DELETE_FAILED":
      return `${events} Delete it again, or npm run deploy after that.`;
    default:
      return `${events} Then npm run deploy.`;
  }
}
