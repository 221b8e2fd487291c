import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { account, credentials, region } from "./account.ts";
import type { Emulator } from "./emulator.ts";
import { atEnd, run } from "./processes.ts";
import { timed } from "./progress.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const triggers = fileURLToPath(new URL("./triggers.yaml", import.meta.url));
const cdk = createRequire(import.meta.url).resolve("aws-cdk/bin/cdk");

/** Seconds until a command of the CDK is given up. */
const patience = 240;

/** A deployed stack. */
export interface Deployment {
  readonly outputs: {
    readonly Url: string;
    readonly QueueUrl: string;
    readonly DeadLettersUrl: string;
    readonly LedgerTable: string;
  };
  /**
   * Runs a command of this project, such as `history`, with this stack's settings.
   *
   * @returns its output.
   * @throws CommandError with its output if it fails.
   */
  command(name: string, args: readonly string[], input?: string): Promise<string>;
  /** What Scheduler delivers for a trigger, with its context attributes not yet filled in. */
  scheduleInput(trigger: string): string;
  /** Deletes the stack, once. @throws CommandError if the CDK says that it failed. */
  destroy(): Promise<void>;
}

/** What triggers.yaml can't say, since only a run knows it. */
export interface Placeholders {
  /** The beginning of names, of the stack's too. */
  readonly run: string;
  readonly gitHubUrl: string;
  readonly remoteUrl: string;
  readonly issuerUrl: string;
  readonly usersUrl: string;
}

/**
 * Deploys triggers.yaml of this folder with the command that users have, to an account bootstrapped before.
 *
 * @throws CommandError with the output of the CDK.
 */
export async function deploy(emulator: Emulator, values: Placeholders): Promise<Deployment> {
  const folder = mkdtempSync(join(tmpdir(), "workflow-dispatcher-aws-"));
  atEnd(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "triggers.yaml");
  writeFileSync(file, fillIn(readFileSync(triggers, "utf8"), values));
  const assembly = join(folder, "cdk.out");
  const outputsFile = join(folder, "outputs.json");
  const env = environment(emulator, { TRIGGERS: file, STACK_NAME: values.run });
  // Outside the project, where there is no cdk.json whose app would be run for nothing.
  const runCdk = (...args: string[]) =>
    run({ file: process.execPath, args: [cdk, ...args], env, cwd: folder }, patience);

  await timed("The account is bootstrapped", () =>
    runCdk("bootstrap", `aws://${account}/${region}`),
  );
  const options = ["--output", assembly, "--outputs-file", outputsFile];
  // The check would find the workflows that are missing and disabled on purpose.
  const args = ["run", "deploy", "--", "--no-check", "--require-approval", "never", ...options];
  await timed("The stack is deployed", () => run({ file: "npm", args, env, cwd: root }, patience));
  const outputs = JSON.parse(readFileSync(outputsFile, "utf8"));
  let isDestroyed = false;
  return {
    outputs: outputs[values.run],
    command(name, args, input) {
      const command = { file: process.execPath, args: [`cli/${name}.ts`, ...args], env, cwd: root };
      return run({ ...command, ...(input === undefined ? {} : { input }) }, patience);
    },
    scheduleInput: (trigger) =>
      scheduleInput(join(assembly, `${values.run}.template.json`), trigger),
    async destroy() {
      if (isDestroyed) return;
      isDestroyed = true;
      await timed("The stack is destroyed", () =>
        runCdk("destroy", values.run, "--force", "--app", assembly),
      );
    },
  };
}

interface Resource {
  readonly Type: string;
  readonly Properties: { readonly Target: { readonly Input: string } };
}

function scheduleInput(template: string, trigger: string): string {
  const { Resources } = JSON.parse(readFileSync(template, "utf8"));
  const resources: readonly Resource[] = Object.values(Resources);
  const inputs = resources
    .filter(({ Type }) => Type === "AWS::Scheduler::Schedule")
    .map(({ Properties }) => Properties.Target.Input);
  const found = inputs.find((input) => JSON.parse(input).trigger === trigger);
  if (found === undefined) throw new Error(`no schedule of ${trigger} in ${template}`);
  return found;
}

function fillIn(text: string, placeholders: Placeholders): string {
  const values: Readonly<Record<string, string>> = {
    RUN: placeholders.run,
    "http://127.0.0.1:1": placeholders.gitHubUrl,
    "http://127.0.0.1:2": placeholders.issuerUrl,
    "http://127.0.0.1:3": placeholders.remoteUrl,
    "http://127.0.0.1:4": placeholders.usersUrl,
  };
  return text.replaceAll(/RUN|http:\/\/127\.0\.0\.1:[1-4]$/gm, (found) => values[found] ?? found);
}

/** The environment of the CDK: none of this machine's own AWS settings, and `node` is the one of Lambda. */
export function environment(emulator: Emulator, settings: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { PATH = "", ...rest } = process.env;
  const inherited = Object.entries(rest).filter(([name]) => !name.startsWith("AWS_"));
  const { certificate } = emulator;
  return {
    ...Object.fromEntries(inherited),
    ...settings,
    PATH: [dirname(process.execPath), PATH].join(delimiter),
    AWS_ENDPOINT_URL: emulator.url,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    CDK_DISABLE_CLI_TELEMETRY: "true",
    NO_PROXY: "*",
    no_proxy: "*",
    ...(certificate && { AWS_CA_BUNDLE: certificate, NODE_EXTRA_CA_CERTS: certificate }),
  };
}
