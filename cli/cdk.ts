import { spawn } from "node:child_process";
import { cdkProcess } from "../local/cdk.ts";
import { configFrom, settingsFrom } from "../local/settings.ts";
import { exitCodes, runCommand } from "./command.ts";

/**
 * A command that is the CDK's, after triggers.yaml has been read; its arguments go to the CDK.
 *
 * @param before does what comes first, and tells which arguments are left for the CDK.
 */
export async function runCdkCommand(
  command: "synth" | "deploy",
  usage: string,
  before: (args: readonly string[]) => Promise<readonly string[]> = async (args) => args,
): Promise<void> {
  const args = process.argv.slice(2);
  const asksForHelp = args.includes("--help") || args.includes("-h");
  const run = async () => {
    // What is wrong with the file is said before the CDK starts.
    configFrom(settingsFrom(process.env));
    return runCdk([command, ...(await before(args))]);
  };
  await runCommand({ usage, run }, asksForHelp ? ["--help"] : []);
}

async function runCdk(options: readonly string[]): Promise<number> {
  const { file, args, env } = cdkProcess(options, process.env);
  const child = spawn(file, args, { stdio: "inherit", env });
  const code = await new Promise<number | null>((resolve) => child.once("exit", resolve));
  return code === 0 ? exitCodes.done : exitCodes.failed;
}
