import { codes } from "../dispatch/outcome.ts";
import { receivedTooOften } from "../functions/read-letter.ts";
import { type Redrive, type Redriven, redrive, unsureCode } from "../local/redrive.ts";
import { configFrom, settingsFrom } from "../local/settings.ts";
import { createDeadLetterStore } from "../local/state/dead-letter-store.ts";
import { withState } from "../local/state/file.ts";
import { exitCodes, runCommand, UsageError, type Values } from "./command.ts";
import { checkTriggerName, didYouMean, hintAboutTrigger } from "./config.ts";
import { findDeployed, onAws } from "./deployed.ts";
import { sinceFrom } from "./since.ts";

const usage = `
npm run redrive -- [options]

Moves dead letters back into the queue of deliveries, where they are tried again: all of them but those
with the code ${unsureCode}, which may have started a run and have to be named. What has started a run
already starts no second one.

options
  --code X        only those with this code (docs/errors.md), with ${receivedTooOften}, which SQS has
                  set aside, or with an ERROR_CODE of EventBridge; may be repeated
  --trigger NAME  only those of this trigger
  --since T       only those that were set aside since then: ISO 8601, or how long ago, such as 2h or 3d
  --resend        only with --code ${unsureCode}: they are sent though a run may have been started;
                  look at the runs before (npm run history)
  --dry-run       only tell what would be moved
  --deployed      what is deployed in AWS, in place of this machine
  -h, --help      this text

environment
  TRIGGERS    the path of the file (triggers.yaml)
  STATE       the file of the dead letters on this machine
              (in .workflow-dispatcher beside the triggers)
  STACK_NAME  with --deployed: the name of the stack (WorkflowDispatcher)
  AWS_REGION, AWS_PROFILE …  with --deployed: as the AWS CLI and the AWS SDK read them

exit codes
  0  they are moved, if there are any
  1  AWS refused it or can't be reached; what was moved until then is printed
  2  the arguments, triggers.yaml or the environment are not usable
`;

const noLetters: Redriven = { found: 0, moved: 0, unsure: 0, unreadable: 0 };

await runCommand({
  usage,
  options: {
    code: { type: "string", multiple: true },
    trigger: { type: "string" },
    since: { type: "string" },
    resend: { type: "boolean" },
    "dry-run": { type: "boolean" },
    deployed: { type: "boolean" },
  },
  async run(_, values) {
    const wanted = wantedFrom(values);
    const settings = settingsFrom(process.env);
    const hint = wanted.trigger && hintAboutTrigger(configFrom(settings), wanted.trigger);
    const result = values.deployed
      ? await redriveDeployed(wanted)
      : await withState(settings, (database) =>
          redrive(createDeadLetterStore(database, Date.now), async () => undefined, wanted),
        );
    for (const line of summary(result, wanted, values.deployed === true)) console.log(line);
    if (hint) console.error(hint);
    return exitCodes.done;
  },
});

async function redriveDeployed(wanted: Redrive): Promise<Redriven> {
  const { deadLetters, triggerOfRule } = await findDeployed(process.env);
  return onAws(() => redrive(deadLetters, triggerOfRule, wanted));
}

function wantedFrom(values: Values): Redrive {
  const { code = [], trigger, since, resend = false } = values;
  const named = (Array.isArray(code) ? code : [code]).map((each) => checkCode(String(each)));
  if (resend && named.join() !== unsureCode) {
    throw new UsageError(`--resend goes with --code ${unsureCode}, and with no other code.`);
  }
  return {
    codes: named,
    trigger: trigger === undefined ? undefined : checkTriggerName(String(trigger)),
    since: sinceFrom(since, Date.now()),
    resend: resend === true,
    dryRun: values["dry-run"] === true,
    print: console.log,
  };
}

/** Codes of ours have neither capitals nor dots in them; those of AWS have, and are not known beforehand. */
function checkCode(code: string): string {
  const known = [...Object.keys(codes), receivedTooOften];
  if (known.includes(code) || /[A-Z.]/.test(code)) return code;
  throw new UsageError(
    `There is no code ${code}.${didYouMean(code, known)} There are: ${known.join(", ")}.`,
  );
}

function summary(
  result: Redriven | undefined,
  { dryRun }: Redrive,
  isDeployed: boolean,
): readonly string[] {
  const { found, moved, unsure, unreadable } = result ?? noLetters;
  if (found === 0) return ["There are no dead letters."];
  const verb = dryRun ? "would be moved" : "moved";
  const next = isDeployed || dryRun || moved === 0 ? "" : " npm start dispatches them.";
  return [
    `${moved} of ${found} dead letters ${verb}.${next}`,
    ...(unsure === 0 ? [] : [`${unsure} left with the code ${unsureCode}: ${advice(isDeployed)}`]),
    ...(unreadable === 0 ? [] : [`${unreadable} left that can't be understood, as told above.`]),
  ];
}

function advice(isDeployed: boolean): string {
  const deployed = isDeployed ? " --deployed" : "";
  return `they may have started a run. Look at the runs (npm run history),
then name it: npm run redrive -- --code ${unsureCode}${deployed}; with --resend, if none of the runs is theirs.`;
}
