import { type HistoryQuery, readHistory } from "../local/history.ts";
import { historyJson, historyPage } from "../local/history-page.ts";
import { configFrom, settingsFrom, statePath } from "../local/settings.ts";
import { withState } from "../local/state/file.ts";
import { createSqliteLedger } from "../local/state/ledger.ts";
import { exitCodes, runCommand, UsageError, type Values } from "./command.ts";
import { checkTriggerName, hintAboutTrigger } from "./config.ts";
import { findDeployed, onAws } from "./deployed.ts";
import { sinceFrom } from "./since.ts";

const usage = `
npm run history -- [TRIGGER] [options]

Tells what became of deliveries, newest first: of all triggers of the file, or of one.

  dispatched           a run was started; its page is named
  waiting              nothing was started, for the reason that is named; it may come again
  looking for the run  a run may have been started; that is found out when it comes again
  held                 nobody can tell whether a run was started; look at the runs that are named
  given up             nothing was started, and it does not come again by itself
  in progress          it is being dispatched at this moment

options
  --count N   how many at most (20)
  --since T   since when: ISO 8601, or how long ago, such as 30m, 2h or 3d
  --json      for programs: a JSON list, with times in UTC
  --deployed  what is deployed in AWS, in place of this machine
  -h, --help  this text

environment
  TRIGGERS    the path of the file (triggers.yaml)
  STATE       the file of the ledger on this machine
              (in .workflow-dispatcher beside the triggers)
  STACK_NAME  with --deployed: the name of the stack (WorkflowDispatcher)
  AWS_REGION, AWS_PROFILE …  with --deployed: as the AWS CLI and the AWS SDK read them

exit codes
  0  it is told, if there is anything
  1  AWS refused it or can't be reached
  2  the arguments, triggers.yaml or the environment are not usable
`;

await runCommand({
  usage,
  positionals: true,
  options: {
    count: { type: "string" },
    since: { type: "string" },
    json: { type: "boolean" },
    deployed: { type: "boolean" },
  },
  async run(positionals, values) {
    const [name, ...others] = positionals;
    if (others.length > 0) throw new UsageError("Name one trigger, or none for all.");
    const settings = settingsFrom(process.env);
    const config = configFrom(settings);
    const hint = name === undefined ? undefined : hintAboutTrigger(config, checkTriggerName(name));
    const triggers = name === undefined ? Object.keys(config.triggers) : [name];
    const now = Date.now();
    const since = sinceFrom(values.since, now);
    const query = { triggers, since, count: countFrom(values), now };
    const items = values.deployed
      ? await readDeployed(query)
      : await withState(settings, (database) =>
          readHistory(createSqliteLedger(database, now), query),
        );
    if (values.json) console.log(historyJson(items ?? []));
    else if (items !== undefined && items.length > 0) console.log(historyPage(items));
    else console.log(nothing(name, since, values.deployed ? undefined : statePath(settings)));
    if (hint !== undefined) console.error(hint);
    return exitCodes.done;
  },
});

async function readDeployed(query: HistoryQuery) {
  const { ledger } = await findDeployed(process.env);
  return onAws(() => readHistory(ledger, query));
}

function countFrom({ count = "20" }: Values): number {
  if (/^[1-9]\d{0,3}$/.test(String(count))) return Number(count);
  throw new UsageError(`--count ${count}: write a number from 1 to 9999.`);
}

/** @param path the file that was looked at, if it was on this machine. */
function nothing(name: string | undefined, since: number, path: string | undefined): string {
  const what = name === undefined ? "nothing" : `nothing of ${name}`;
  const ledger = path === undefined ? "The deployed ledger" : `The ledger in ${path}`;
  const begin =
    path === undefined
      ? "It begins with the first event, schedule or call."
      : `It begins with npm start or npm run fire -- ${name ?? "TRIGGER"}; --deployed looks in AWS.`;
  return [
    `${ledger} has ${what}${since === 0 ? "" : " since then"}. ${begin}`,
    "What could not be read as a delivery is only among the dead letters: npm run redrive -- --dry-run.",
  ].join("\n");
}
