import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname } from "node:path";
import { readConfigFile } from "../dispatch/config-file.ts";
import { SettingsError, settingsFrom } from "../local/settings.ts";
import { exitCodes, runCommand } from "./command.ts";

/** A command that is the CDK's, after triggers.yaml has been checked; its arguments go to the CDK. */
export async function runCdkCommand(command: "synth" | "deploy", usage: string): Promise<void> {
  const args = process.argv.slice(2);
  const asksForHelp = args.includes("--help") || args.includes("-h");
  await runCommand({ usage, run: () => runCdk([command, ...args]) }, asksForHelp ? ["--help"] : []);
}

async function runCdk(args: readonly string[]): Promise<number> {
  const { triggers } = settingsFrom(process.env);
  const { report } = readConfigFile(triggers, (path) => readFileSync(path, "utf8"));
  if (report !== undefined) throw new SettingsError(report);
  const cdk = createRequire(import.meta.url).resolve("aws-cdk/bin/cdk");
  // cdk.json names node, which must be the one that runs TypeScript.
  const PATH = [dirname(process.execPath), process.env.PATH].join(delimiter);
  const env = { ...process.env, PATH };
  const child = spawn(process.execPath, [cdk, ...args], { stdio: "inherit", env });
  const code = await new Promise<number | null>((resolve) => child.once("exit", resolve));
  return code === 0 ? exitCodes.done : exitCodes.failed;
}
