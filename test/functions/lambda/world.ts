import {
  GetSecretValueCommand,
  SecretsManager,
  SecretsManagerClient,
  SecretsManagerServiceException,
} from "@aws-sdk/client-secrets-manager";
import { mockClient } from "aws-sdk-client-mock";
import { catalogOf } from "../../../dispatch/catalog.ts";
import { type App, createApp } from "../../../functions/app.ts";
import { createReadSecret } from "../../../functions/lambda/secrets.ts";
import type { LogRecord } from "../../../functions/log.ts";
import type { GitHub } from "../../../local/github/server.ts";
import { createServices } from "../../dispatch/services.ts";
import { startWorld } from "../contract/world.ts";

/** Secrets Manager, as far as it answers here. */
export const secretsManager = mockClient(SecretsManagerClient);

/** Reads secrets as the Lambda functions do. */
export function readSecretInLambda() {
  return createReadSecret(new SecretsManager({ region: "eu-west-1" }));
}

/** An error as Secrets Manager answers it; its message quotes what no log should hold. */
export function secretsError(name: string): Error {
  const message = "can't read stand-in-token-c0ffee41";
  return new SecretsManagerServiceException({ name, message, $fault: "client", $metadata: {} });
}

/** What reads of secrets give from now on, one after the other; the last one stays. */
export function secretHolds(...values: readonly (string | Error)[]): void {
  const left = [...values];
  secretsManager.on(GetSecretValueCommand).callsFake(async () => {
    const value = left.length > 1 ? left.shift() : left[0];
    await new Promise(setImmediate);
    if (value instanceof Error) throw value;
    return { SecretString: value };
  });
}

/** How often the token's secret was read. */
export function readsOfToken(): number {
  const calls = secretsManager.commandCalls(GetSecretValueCommand);
  return calls.filter(({ args: [{ input }] }) => input.SecretId === "github/pat").length;
}

export interface LambdaWorld {
  readonly app: App;
  readonly github: GitHub;
  readonly records: LogRecord[];
  /** Lets time pass, in milliseconds. */
  pass(milliseconds: number): void;
  close(): Promise<void>;
}

/** The app as in Lambda, with GitHub's stand-in, and a clock that stands still. */
export async function startLambdaWorld(): Promise<LambdaWorld> {
  const { config, github, records, close } = await startWorld({});
  let time = Date.parse("2026-11-24T12:00:00Z");
  const app = createApp(catalogOf(config), {
    ...createServices(() => time),
    fetch,
    readSecret: readSecretInLambda(),
    log: (record) => records.push(record),
    enqueue: async () => {
      throw new Error("no message was expected");
    },
    postpone: async () => {},
    sendDeadLetter: async () => {
      throw new Error("no dead letter was expected");
    },
  });
  return {
    app,
    github,
    records,
    close,
    pass: (milliseconds) => {
      time += milliseconds;
    },
  };
}
