import { settingsFrom } from "../local/settings.ts";
import { startLocal } from "../local/start.ts";
import { exitCodes, runCommand, UsageError } from "./command.ts";

const usage = `
npm start

Serves triggers.yaml on this machine: its routes over HTTP, its schedules in their time zones, with a
GitHub stand-in that is as strict as GitHub. Ctrl-C ends it.

environment
  PORT            where to listen on 127.0.0.1; 0 for any free port (8787)
  TRIGGERS        the path of the file (triggers.yaml)
  WORKFLOWS       the folder of the workflow files that the stand-in knows
                  (.github/workflows beside the triggers)
  GITHUB_TOKEN    a token for the real GitHub, in place of the stand-in
  GITHUB_API_URL  another API for every credential, in place of the stand-in
  SECRETS         a JSON file with the values of secrets, by name
  STATE           the file of what was dispatched, what waits and what was given up
                  (in .workflow-dispatcher beside the triggers)

exit codes
  0  it ran until it was ended
  2  triggers.yaml has problems, or the environment is not usable
`;

await runCommand({
  usage,
  async run() {
    const local = await startLocal(settingsFrom(process.env), portFrom(process.env), console.log);
    await new Promise((resolve) => {
      process.once("SIGINT", resolve);
      process.once("SIGTERM", resolve);
    });
    await local.close();
    return exitCodes.done;
  },
});

function portFrom({ PORT = "8787" }: NodeJS.ProcessEnv): number {
  if (/^\d{1,5}$/.test(PORT) && Number(PORT) <= 65_535) return Number(PORT);
  throw new UsageError(`PORT is ${JSON.stringify(PORT)}; it takes a number from 0 to 65535.`);
}
