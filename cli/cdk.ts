import { spawn } from "node:child_process";
import type { Config } from "../dispatch/config.ts";
import { cdkProcess } from "../local/cdk.ts";
import { configFrom, settingsFrom } from "../local/settings.ts";
import { exitCodes, runCommand } from "./command.ts";

/** As it was given: aimLikeCdk (cli/deployed.ts) changes it for the AWS SDK alone. */
const given = { ...process.env };

/**
 * A command that is the CDK's, after triggers.yaml has been read; its arguments go to the CDK.
 *
 * @param work does it, and tells the exit code.
 */
export async function runCdkCommand(
  usage: string,
  work: (args: readonly string[], config: Config) => Promise<number>,
): Promise<void> {
  const args = process.argv.slice(2);
  const asksForHelp = args.includes("--help") || args.includes("-h");
  // What is wrong with the file is said before the CDK starts.
  const run = async () => work(args, configFrom(settingsFrom(process.env)));
  await runCommand({ usage, run }, asksForHelp ? ["--help"] : []);
}

/** Runs the CDK, with what else there is in its environment. @returns the exit code. */
export async function runCdk(
  options: readonly string[],
  more: NodeJS.ProcessEnv = {},
): Promise<number> {
  const { file, args, env } = cdkProcess(options, { ...given, ...more });
  const child = spawn(file, args, { stdio: "inherit", env });
  const code = await new Promise<number | null>((resolve) => child.once("exit", resolve));
  return code === 0 ? exitCodes.done : exitCodes.failed;
}
