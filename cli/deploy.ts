import { checkPage } from "../local/check/page.ts";
import { settingsFrom } from "../local/settings.ts";
import { runCdkCommand } from "./cdk.ts";
import { check } from "./checking.ts";
import { CommandFailure } from "./command.ts";

const usage = `
npm run deploy -- [--no-check] [options of cdk deploy]

Checks triggers.yaml against GitHub, as npm run check does, and deploys it to the AWS account and region of
your credentials. What is wrong ends it before anything is deployed; what could not be told is printed, and
does not. The first time in a region, run npx cdk bootstrap before.

options
  --no-check  deploys without the check

environment
  TRIGGERS      the path of the file (triggers.yaml)
  STACK_NAME    the name of the stack (WorkflowDispatcher)
  GITHUB_TOKEN  a token for the check; left out: see npm run check -- --help

exit codes
  0  it is deployed
  1  the check has found errors, or the CDK or AWS refused it
  2  triggers.yaml has problems
`;

await runCdkCommand("deploy", usage, checkFirst);

/** @returns the arguments that are left for the CDK. @throws CommandFailure when errors were found. */
async function checkFirst(args: readonly string[]): Promise<readonly string[]> {
  const rest = args.filter((arg) => arg !== "--no-check");
  if (rest.length < args.length) {
    console.log("Not checked against GitHub, because of --no-check.\n");
    return rest;
  }
  const checked = await check({ mayStandIn: false });
  console.log(`${checkPage(settingsFrom(process.env).triggers, checked)}\n`);
  if (checked.findings.every(({ level }) => level === "warning")) return rest;
  throw new CommandFailure(
    "Nothing was deployed. Mend what was found, or deploy all the same: npm run deploy -- --no-check",
  );
}
