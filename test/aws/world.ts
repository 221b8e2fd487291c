import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { CreateSecretCommand, DeleteSecretCommand } from "@aws-sdk/client-secrets-manager";
import type { ProvidedContext } from "vitest";
import { loadRepositories } from "../../local/github/repositories.ts";
import type { Run } from "../../local/github/runs.ts";
import { startGitHub } from "../../local/github/server.ts";
import { type Answer, type Aws, connectTo, send } from "./aws.ts";
import { type Deployment, deploy } from "./deployment.ts";
import type { Emulator } from "./emulator.ts";
import { type Issuer, startIssuer } from "./issuer.ts";

const workflows = fileURLToPath(new URL("./workflows", import.meta.url));

/** A deployed stack and all that it meets. */
export interface World {
  readonly emulator: Emulator;
  readonly aws: Aws;
  readonly issuer: Issuer;
  readonly deployment: Deployment;
  /** The beginning of this run's names; the stack's name. */
  readonly run: string;
  readonly secrets: Secrets;
  /** The runs of a workflow in the GitHub stand-in, oldest first. */
  runsOf(workflow: string): readonly Run[];
  /** Calls a route of the deployed API. */
  call(path: string, body: string, headers?: Record<string, string>): Promise<Answer>;
  close(): Promise<void>;
}

/** The values of the secrets, by the end of their names. */
export type Secrets = Readonly<Record<"dispatch-token" | "route-token" | "webhook-key", string>>;

/**
 * Starts GitHub and an issuer, stores the secrets, and deploys the stack.
 *
 * @throws Error whose message says what to do, without a trace, where there is no emulator.
 */
export async function createWorld(emulator: ProvidedContext["emulator"]): Promise<World> {
  if ("failure" in emulator) {
    throw Object.assign(new Error(emulator.failure), { stack: emulator.failure });
  }
  const closers: (() => unknown)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    return { ...(await assemble(emulator, closers)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** @param closers takes what must be done to end each part, in the order of their beginnings. */
async function assemble(
  emulator: Emulator,
  closers: (() => unknown)[],
): Promise<Omit<World, "close">> {
  const run = `dispatcher-test-${randomUUID().slice(0, 8)}`;
  const secrets = {
    "dispatch-token": randomUUID(),
    "route-token": randomUUID(),
    "webhook-key": randomUUID(),
  };
  const aws = connectTo(emulator);
  const repositories = await loadRepositories(workflows, {
    repositories: { "acme/storefront": ["main"] },
  });
  const github = await startGitHub({ repositories, tokens: [secrets["dispatch-token"]] });
  closers.push(github.close);
  const issuer = await startIssuer();
  closers.push(issuer.close);
  closers.push(await storeSecrets(aws, run, secrets));
  const placeholders = { run, gitHubUrl: github.url, issuerUrl: issuer.url };
  const deployment = await deploy(emulator, placeholders);
  closers.push(deployment.destroy);
  return {
    ...{ emulator, aws, issuer, deployment, run, secrets },
    runsOf: (workflow) => github.runs().filter(({ path }) => path.endsWith(`/${workflow}`)),
    call: createCall(emulator, new URL(deployment.outputs.Url).host),
  };
}

function createCall(emulator: Emulator, host: string): World["call"] {
  return (path, body, headers = {}) => {
    const all = { host, "content-type": "application/json", ...headers };
    return send(emulator, { path, headers: all, body });
  };
}

/** The inputs of the runs that a trigger has started with note.yml, oldest first. */
export function notesOf(
  { runsOf }: Pick<World, "runsOf">,
  trigger: string,
): readonly Run["inputs"][] {
  const inputs = runsOf("note.yml").map((run) => run.inputs);
  return inputs.filter(({ from }) => from === trigger);
}

async function storeSecrets({ secretsManager }: Aws, run: string, secrets: Secrets) {
  const names = Object.entries(secrets).map(([name, value]) => ({ Name: `${run}/${name}`, value }));
  for (const { Name, value } of names) {
    await secretsManager.send(new CreateSecretCommand({ Name, SecretString: value }));
  }
  return async () => {
    for (const { Name } of names) {
      const input = { SecretId: Name, ForceDeleteWithoutRecovery: true };
      await secretsManager.send(new DeleteSecretCommand(input));
    }
  };
}
