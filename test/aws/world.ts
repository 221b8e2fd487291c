import { randomUUID } from "node:crypto";
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  ResourceNotFoundException,
} from "@aws-sdk/client-secrets-manager";
import type { ProvidedContext } from "vitest";
import type { Delivery } from "../../dispatch/delivery.ts";
import type { Ledger } from "../../dispatch/ledger.ts";
import { type Entry, entryIn, entryKey } from "../../dispatch/once/entry.ts";
import { createDynamoLedger } from "../../functions/lambda/ledger.ts";
import type { Run } from "../../local/github/runs.ts";
import { type Answer, type Aws, connectTo, send } from "./aws.ts";
import { type Deployment, deploy } from "./deployment.ts";
import type { Emulator } from "./emulator.ts";
import { type Issuer, startIssuer } from "./issuer.ts";
import { type StandIns, startStandIns } from "./stand-ins.ts";
import { startUsers } from "./users.ts";

/** A deployed stack and all that it meets. */
export interface World {
  readonly emulator: Emulator;
  readonly aws: Aws;
  readonly issuer: Issuer;
  readonly standIns: StandIns;
  readonly deployment: Deployment;
  /** The deployed ledger. */
  readonly ledger: Ledger;
  /** The beginning of this run's names; the stack's name. */
  readonly run: string;
  readonly secrets: Secrets;
  /** The runs of a workflow file in the stand-ins, oldest first. */
  runsOf(workflow: string): readonly Run[];
  /** Calls a route of the deployed API. */
  call(path: string, body: string, headers?: Record<string, string>): Promise<Answer>;
  close(): Promise<void>;
}

/** The values of the secrets, by the end of their names. */
export type Secrets = Readonly<Record<SecretName, string>>;

/** The last is stored by `npm run token`, or never. */
type SecretName = "dispatch-token" | "route-token" | "webhook-key" | "replaced-token";

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
    "replaced-token": `ghp_${randomUUID()}`,
  };
  const aws = connectTo(emulator);
  const standIns = await startStandIns(secrets["dispatch-token"]);
  closers.push(standIns.close);
  const issuer = await startIssuer();
  closers.push(issuer.close);
  const users = await startUsers(secrets["replaced-token"]);
  closers.push(users.close);
  closers.push(await storeSecrets(aws, run, secrets));
  const { github, remote } = standIns;
  const deployment = await deploy(emulator, {
    run,
    gitHubUrl: github.url,
    remoteUrl: remote.url,
    issuerUrl: issuer.url,
    usersUrl: users.url,
  });
  closers.push(deployment.destroy);
  const runs = () => [github, remote].flatMap((standIn) => standIn.runs());
  return {
    ...{ emulator, aws, issuer, standIns, deployment, run, secrets },
    ledger: createDynamoLedger(aws.dynamoDb, deployment.outputs.LedgerTable),
    runsOf: (workflow) => runs().filter(({ path }) => path.endsWith(`/${workflow}`)),
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

/** What the deployed ledger knows of a delivery. */
export async function entryOf(
  { ledger }: Pick<World, "ledger">,
  trigger: string,
  delivery: Pick<Delivery, "source" | "id">,
): Promise<Entry | undefined> {
  const record = await ledger.get(trigger, entryKey(delivery));
  return record && entryIn(record);
}

async function storeSecrets({ secretsManager }: Aws, run: string, secrets: Secrets) {
  const { "replaced-token": _, ...stored } = secrets;
  for (const [name, SecretString] of Object.entries(stored)) {
    const secret = { Name: `${run}/${name}`, SecretString };
    await secretsManager.send(new CreateSecretCommand(secret));
  }
  return async () => {
    for (const name of Object.keys(secrets)) {
      const input = { SecretId: `${run}/${name}`, ForceDeleteWithoutRecovery: true };
      await secretsManager.send(new DeleteSecretCommand(input)).catch((error: unknown) => {
        if (!(error instanceof ResourceNotFoundException)) throw error;
      });
    }
  };
}
