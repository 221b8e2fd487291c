import { checkPage } from "../local/check/page.ts";
import { settingsFrom } from "../local/settings.ts";
import { runCdkCommand } from "./cdk.ts";
import { check, tokenPlaceFrom } from "./checking.ts";
import { CommandFailure } from "./command.ts";

const usage = `
npm run deploy -- [--no-check] [--token-from PLACE] [options of cdk deploy]

Checks triggers.yaml against GitHub and deploys it to the AWS account and region of your credentials, or of
--profile. Errors end it before anything is deployed. What could not be told is printed and does not, nor
does what may be wrong with another token than the credential's own; without any token, nothing can be told.
The first time in a region, run npx cdk bootstrap before.

options
  --no-check          deploys without the check
  --token-from PLACE  where the check looks for a token: see npm run check -- --help

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
  const { value: place, rest: others } = take(args, "--token-from", true);
  const { isGiven: isUnchecked, rest } = take(others, "--no-check", false);
  if (isUnchecked) {
    console.log("Not checked against GitHub, because of --no-check.\n");
    return rest;
  }
  // The CDK takes its profile from the arguments, and the check is to ask the same account.
  const { value: profile } = take(rest, "--profile", true);
  if (profile !== undefined) process.env.AWS_PROFILE = profile;
  const checked = await check({ mayStandIn: false, tokenFrom: tokenPlaceFrom(place) });
  console.log(`${checkPage(settingsFrom(process.env).triggers, checked)}\n`);
  const errors = checked.findings.filter(
    ({ level, isOfOtherToken }) => level === "error" && isOfOtherToken === undefined,
  );
  if (errors.length > 0) {
    const mend = "Mend what was found, or deploy all the same: npm run deploy -- --no-check";
    throw new CommandFailure(`Nothing was deployed. ${mend}`);
  }
  if (checked.untold.length > 0) console.log("What couldn't be told does not end the deploy.\n");
  return rest;
}

/** An option, written `--name value` or `--name=value`, and the other arguments. */
function take(args: readonly string[], name: string, hasValue: boolean) {
  const index = args.findIndex((arg) => arg === name || arg.startsWith(`${name}=`));
  const arg = args[index];
  if (arg === undefined) return { isGiven: false, value: undefined, rest: args };
  const isPair = hasValue && arg === name;
  const value = isPair ? args[index + 1] : arg.slice(name.length + 1);
  return { isGiven: true, value, rest: args.toSpliced(index, isPair ? 2 : 1) };
}
