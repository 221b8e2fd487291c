import { parseArgs } from "node:util";
import { deployInRounds } from "../local/deploy-rounds.ts";
import { writeDeployed } from "../local/deployed-file.ts";
import { inNewFolder } from "../local/new-folder.ts";
import { runCdk, runCdkCommand } from "./cdk.ts";
import { check, tokenPlaceFrom } from "./checking.ts";
import { CommandFailure, UsageError } from "./command.ts";
import { aimLikeCdk, stackNameFrom } from "./deployed.ts";
import { printChecked } from "./print-checked.ts";

const usage = `
npm run deploy -- [--no-check] [--token-from PLACE] [options of cdk deploy]

Checks triggers.yaml against GitHub and deploys it to the AWS account and region of your credentials, or of
--profile and --region. Errors end it before anything is deployed. What could not be told is printed and does not, nor
does what may be wrong with another token than the credential's own; without any token, nothing can be told.
The first time in a region, run npx cdk bootstrap before.

What is deployed stays in its stack, so AWS is asked first where that is; what is too much for one
deployment of CloudFormation comes in several. So the CDK's --app and --watch, which would go without that,
are not taken.

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
  2  triggers.yaml has problems or can't be read, or the arguments or the environment can't be used
`;

/** Options of the CDK that are not taken, and why. */
const refusedOptions: Readonly<Record<string, string>> = {
  app: "it deploys what was made without asking AWS what is deployed, and schedules could move and fire twice. Leave it out; TRIGGERS names the file that is deployed.",
  watch:
    "it deploys again and again, and AWS is asked only once what is deployed, so schedules could move and fire twice. Leave it out; run npm run deploy after each change.",
};

await runCdkCommand(usage, async (args) => deploy(await checkFirst(args)));

/** The AWS SDK is loaded here alone, since it takes its time. */
async function deploy(args: readonly string[]): Promise<number> {
  const { viewDeployed } = await import("../functions/lambda/deployed-view.ts");
  const { region, resources } = viewDeployed(stackNameFrom(process.env));
  return inNewFolder((folder) =>
    deployInRounds({
      region,
      resources,
      deploy: async (known) => runCdk(["deploy", ...args], await writeDeployed(folder, known)),
      print: console.log,
    }),
  );
}

/**
 * @returns the arguments that are left for the CDK.
 * @throws CommandFailure when errors were found, and UsageError.
 */
async function checkFirst(args: readonly string[]): Promise<readonly string[]> {
  const { unchecked, place, target, rest } = readArguments(args);
  const tokenFrom = tokenPlaceFrom(place);
  aimLikeCdk(process.env, target);
  if (unchecked) {
    console.log("Not checked against GitHub, because of --no-check.\n");
    return rest;
  }
  const checked = await check({ mayStandIn: false, tokenFrom });
  printChecked(checked);
  const errors = checked.findings.filter(
    ({ level, isOfOtherToken }) => level === "error" && isOfOtherToken === undefined,
  );
  if (errors.length > 0) {
    const mend = "Mend what was found, or deploy all the same: npm run deploy -- --no-check";
    throw new CommandFailure(`\nNothing was deployed. ${mend}`);
  }
  const note = "\nWhat couldn't be told does not end the deploy.";
  console.log(checked.untold.length > 0 ? `${note}\n` : "");
  return rest;
}

/** The options that concern this command, among those of the CDK. @throws UsageError */
function readArguments(args: readonly string[]) {
  const { tokens } = parseArgs({
    args: [...args],
    options: {
      "no-check": { type: "boolean" },
      "token-from": { type: "string" },
      profile: { type: "string" },
      region: { type: "string" },
      app: { type: "string", short: "a" },
      watch: { type: "boolean" },
    },
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const options = tokens.filter((token) => token.kind === "option");
  for (const { name, rawName } of options) {
    const why = refusedOptions[name];
    if (why !== undefined) throw new UsageError(`${rawName}: ${why}`);
  }
  const own = options.filter(({ name }) => name === "no-check" || name === "token-from");
  for (const { name, value } of own) checkValue(name, value);
  const taken = own.flatMap(({ index, value, inlineValue }) =>
    value === undefined || inlineValue ? [index] : [index, index + 1],
  );
  const last = (wanted: string) => options.findLast(({ name }) => name === wanted)?.value;
  return {
    unchecked: own.some(({ name }) => name === "no-check"),
    place: last("token-from"),
    target: { profile: last("profile"), region: last("region") },
    rest: args.filter((_, index) => !taken.includes(index)),
  };
}

function checkValue(name: string, value: string | undefined): void {
  if (name === "no-check" && value !== undefined) {
    throw new UsageError(`--no-check=${value}: it takes no value. Leave it out for the check.`);
  }
  if (name === "token-from" && (value === undefined || value.startsWith("-"))) {
    throw new UsageError("--token-from: name a place after it.");
  }
}
