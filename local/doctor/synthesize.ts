import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cdkProcess } from "../cdk.ts";
import { writeDeployed } from "../deployed-file.ts";
import { inNewFolder } from "../new-folder.ts";
import type { Checked } from "../token-check.ts";
import { isObject } from "./json-object.ts";
import { nestedStacksIn, parseTemplate, type Template, withNested } from "./template.ts";

/** Milliseconds. It takes seconds; more than this is no use to somebody who waits. */
const timeout = 120_000;

/**
 * Makes the template of the file, as npm run synth does. Nothing in it depends on the account, so that the
 * CDK need not ask AWS for it.
 *
 * @param deployed the logical ids of what is deployed, which stays in its stack.
 * @param environment with PATH.
 * @returns the template with those of its nested stacks.
 */
export async function synthesize(
  stackName: string,
  triggers: string,
  deployed: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<Checked<Template>> {
  try {
    return await inNewFolder(async (folder) => {
      const known = await writeDeployed(folder, { resources: deployed });
      const own = { STACK_NAME: stackName, TRIGGERS: triggers, ...known };
      const output = join(folder, "cdk.out");
      // The notes on assets tell which file the template of a nested stack is in.
      const options = ["--quiet", "--no-notices", "--asset-metadata", "--output", output];
      const problem = await runCdk(["synth", ...options], environmentOf(environment, own));
      if (problem !== undefined) return { problem };
      const value = await readTemplates(output, stackName);
      return value === undefined ? { problem: "the CDK wrote no template" } : { value };
    });
  } catch (error) {
    if (!(error instanceof Error && "syscall" in error)) throw error;
    return { problem: `the template can't be made in ${tmpdir()}: ${error.message}` };
  }
}

/** @returns nothing if there is none, or it is not the CDK's. */
async function readTemplates(folder: string, stackName: string): Promise<Template | undefined> {
  const read = async (file: string) => parseTemplate(await readFile(join(folder, file), "utf8"));
  const root = await read(`${stackName}.template.json`);
  if (root === undefined) return undefined;
  const nested = new Map<string, Template>();
  for (const [id, { Metadata }] of nestedStacksIn(root)) {
    const file = isObject(Metadata) ? Metadata["aws:asset:path"] : undefined;
    const template = typeof file === "string" ? await read(file) : undefined;
    if (template === undefined) return undefined;
    nested.set(id, template);
  }
  return withNested(root, nested);
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
