import { isDate } from "../dispatch/config/schedule-schema.ts";
import type { Config } from "../dispatch/config.ts";
import { nextTimes } from "../local/next.ts";
import { nextJson } from "../local/next-json.ts";
import { nextPage } from "../local/next-page.ts";
import { configFrom, settingsFrom } from "../local/settings.ts";
import { exitCodes, runCommand, UsageError, type Values } from "./command.ts";
import { checkTriggerName, hintAboutTrigger } from "./config.ts";

const usage = `
npm run next -- [TRIGGER] [options]

Tells when the schedules of the file fire next, in their zone and in UTC: of all triggers, or of
one. A time that does not exist, because clocks go forward, is told where it would be, and does not
count; one that comes twice, because they go back, runs once.

options
  --count N   how many times of each schedule (5)
  --from T    from when on: ISO 8601 with Z or an offset, such as 2027-03-27T00:00Z (now)
  --json      for programs: a JSON list of the schedules, with times in UTC
  -h, --help  this text

environment
  TRIGGERS    the path of the file (triggers.yaml)

exit codes
  0  it is told, if there is anything
  2  the arguments or triggers.yaml are not usable
`;

/** The years are those of AWS's cron. */
const instant =
  /^(19[7-9]\d|20\d\d|21\d\d)-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/;

await runCommand({
  usage,
  positionals: true,
  options: {
    count: { type: "string" },
    from: { type: "string" },
    json: { type: "boolean" },
  },
  async run([name, ...others], values) {
    if (others.length > 0) throw new UsageError("Name one trigger, or none for all.");
    const [count, from] = [countFrom(values), fromFrom(values)];
    const config = configFrom(settingsFrom(process.env));
    const triggers = name === undefined ? Object.keys(config.triggers) : [known(config, name)];
    const all = nextTimes(config, { triggers, from, count });
    if (values.json) console.log(nextJson(all, from));
    else console.log(all.length > 0 ? nextPage(all, from) : nothing(config, name));
    return exitCodes.done;
  },
});

function known(config: Config, name: string): string {
  const hint = hintAboutTrigger(config, checkTriggerName(name));
  if (hint !== undefined) throw new UsageError(hint);
  return name;
}

function nothing({ triggers }: Config, name: string | undefined): string {
  if (name === undefined) return "No trigger of the file has a schedule.";
  const on = Object.keys(triggers[name]?.on ?? {}).join(", ");
  return `${name} has no schedule. What starts it: ${on}.`;
}

function countFrom({ count = "5" }: Values): number {
  if (/^[1-9]\d{0,3}$/.test(String(count))) return Number(count);
  throw new UsageError(`--count ${count}: write a number from 1 to 9999.`);
}

function fromFrom({ from }: Values): Date {
  if (from === undefined) return new Date();
  const text = String(from);
  const time = new Date(instant.test(text) && isDate(text.slice(0, 10)) ? text : Number.NaN);
  if (!Number.isNaN(time.getTime())) return time;
  throw new UsageError(
    `--from ${text}: write an instant from 1970 to 2199 with Z or an offset, such as 2027-03-27T00:00Z.`,
  );
}
