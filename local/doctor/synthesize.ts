import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cdkProcess } from "../cdk.ts";
import type { Checked } from "../token-check.ts";
import { parseTemplate, type Template } from "./template.ts";

/** Milliseconds. It takes seconds; more than this is no use to somebody who waits. */
const timeout = 120_000;

/**
 * Makes the template of the file, as npm run synth does. Nothing in it depends on the account, so that the
 * CDK need not ask AWS for it.
 *
 * @param environment with PATH, TRIGGERS and STACK_NAME.
 */
export async function synthesize(
  stackName: string,
  triggers: string,
  environment: NodeJS.ProcessEnv,
): Promise<Checked<Template>> {
  const env = environmentOf(environment, { STACK_NAME: stackName, TRIGGERS: triggers });
  try {
    return await inNewFolder(async (folder) => {
      const problem = await runCdk(["synth", "--quiet", "--no-notices", "--output", folder], env);
      if (problem !== undefined) return { problem };
      const text = await readFile(join(folder, `${stackName}.template.json`), "utf8");
      const value = parseTemplate(text);
      return value === undefined ? { problem: "the CDK wrote no template" } : { value };
    });
  } catch (error) {
    if (!(error instanceof Error && "syscall" in error)) throw error;
    return { problem: `the template can't be made in ${tmpdir()}: ${error.message}` };
  }
}

/** Does something in a folder that is gone afterwards. Rejects with the errors of the file system. */
async function inNewFolder<Value>(work: (folder: string) => Promise<Value>): Promise<Value> {
  const folder = await mkdtemp(join(tmpdir(), "workflow-dispatcher-doctor-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function environmentOf(environment: NodeJS.ProcessEnv, own: Readonly<Record<string, string>>) {
  const others = Object.entries(environment).filter(([name]) => !name.startsWith("AWS_"));
  return { ...Object.fromEntries(others), ...own, AWS_EC2_METADATA_DISABLED: "true" };
}

/** @returns what went wrong, if something did. */
function runCdk(
  options: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  const { file, args, env } = cdkProcess(options, environment);
  return new Promise((resolve) => {
    execFile(file, args, { env, timeout }, (error, _, stderr) => {
      if (error === null) resolve(undefined);
      else if (error.killed) resolve(`the CDK has not ended within ${timeout / 1000} s`);
      else resolve(`the CDK has failed: ${stderr.trim().slice(-500)}`);
    });
  });
}
