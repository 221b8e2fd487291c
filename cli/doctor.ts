import { diagnoseDeployed } from "../local/doctor/diagnose-deployed.ts";
import { diagnoseLocal } from "../local/doctor/diagnose-local.ts";
import type { Line } from "../local/doctor/line.ts";
import { doctorJson, doctorPage } from "../local/doctor/page.ts";
import { synthesize } from "../local/doctor/synthesize.ts";
import { configFrom, settingsFrom } from "../local/settings.ts";
import { exitCodes, runCommand } from "./command.ts";
import { aimLikeCdk, stackNameFrom } from "./deployed.ts";
import { services } from "./services.ts";

const usage = `
npm run doctor -- [options]

Looks at what dispatching needs, and says of each whether it is well, and how it is mended if not: the
file, the secrets, the tokens with their permissions and the days they last, the version of GitHub's API,
the clock, the queue and the dead letters; with --deployed also the stack, paused schedules and rules, and
how the file and what is deployed differ. It changes nothing.

  ok       all is well
  warning  it works, and something should be done; or it can't be told whether it works
  problem  it does not work

options
  --deployed  what is deployed in AWS, in place of this machine
  --json      for programs: a JSON list, with the states green, yellow and red
  -h, --help  this text

environment
  TRIGGERS        the path of the file (triggers.yaml)
  GITHUB_TOKEN    a token for the real GitHub; without it, the stand-in is GitHub
  GITHUB_API_URL  overrides every credential's api-url
  SECRETS         a JSON file with secrets by name
  WORKFLOWS       the folder of workflow files for the stand-in (.github/workflows beside the triggers)
  STATE           the file of the queue and the dead letters on this machine
                  (in .workflow-dispatcher beside the triggers)
  STACK_NAME      with --deployed: the name of the stack (WorkflowDispatcher)
  AWS_REGION, AWS_PROFILE …  with --deployed: as npm run deploy reads them
  NO_COLOR        if it is set, nothing has a colour

With --deployed, of these only TRIGGERS, STACK_NAME, NO_COLOR and those of AWS are read.

exit codes
  0  there is no problem
  1  there is a problem
  2  the arguments or triggers.yaml are not usable
`;

await runCommand({
  usage,
  options: { deployed: { type: "boolean" }, json: { type: "boolean" } },
  async run(_, { deployed, json }) {
    const lines = deployed ? await lookAtDeployed() : await lookAtThisMachine();
    console.log(json ? doctorJson(lines) : doctorPage(lines, useColour()));
    return lines.some(({ state }) => state === "red") ? exitCodes.failed : exitCodes.done;
  },
});

function lookAtThisMachine(): Promise<readonly Line[]> {
  const settings = settingsFrom(process.env);
  return diagnoseLocal(configFrom(settings), settings, services);
}

/** The AWS SDK is loaded here alone, since it takes its time. */
async function lookAtDeployed(): Promise<readonly Line[]> {
  const { triggers } = settingsFrom({ TRIGGERS: process.env.TRIGGERS });
  const config = configFrom({ triggers });
  const stackName = stackNameFrom(process.env);
  aimLikeCdk(process.env);
  const { viewDeployed } = await import("../functions/lambda/deployed-view.ts");
  const view = viewDeployed(stackName);
  return diagnoseDeployed(config, {
    triggers,
    view,
    services,
    synthesize: (deployed) => synthesize(stackName, triggers, deployed, process.env),
  });
}

/** no-color.org: set and not empty. */
function useColour(): boolean {
  return process.stdout.isTTY === true && !process.env.NO_COLOR;
}
