import { readFileSync } from "node:fs";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Config } from "../../dispatch/config.ts";
import { type Retry, retry } from "../../dispatch/outcome.ts";
import { type App, createApp } from "../app.ts";
import { logToConsole } from "./console.ts";
import { createDynamoLedger } from "./ledger.ts";
import { createQueues } from "./queues.ts";
import { createReadSecret } from "./secrets.ts";

/** Milliseconds. The SDK has no time-out of its own, and a function has seconds for a call in all. */
const requestHandler = {
  connectionTimeout: 2000,
  requestTimeout: 5000,
  throwOnRequestTimeout: true,
};

/** The app, or why there is none. */
type Started =
  | { readonly app: App; readonly failure?: never }
  | { readonly app?: never; readonly failure: Retry };

/** The composition root in Lambda: the one place that reads the environment and makes clients. */
export function startLambdaApp(): Started {
  const config = readConfig();
  if (config === undefined) {
    return { failure: retry("config-unusable", "config.json can't be read", 300) };
  }
  const { LEDGER_TABLE = "", QUEUE_URL, DEAD_LETTERS_URL } = process.env;
  const app = createApp(config, {
    fetch,
    timeout: (milliseconds) => AbortSignal.timeout(milliseconds),
    now: Date.now,
    random: Math.random,
    readSecret: createReadSecret(new SecretsManagerClient({ requestHandler })),
    ledger: createDynamoLedger(new DynamoDBClient({ requestHandler }), LEDGER_TABLE),
    log: logToConsole,
    ...createQueues({ deliveries: QUEUE_URL, deadLetters: DEAD_LETTERS_URL }, { requestHandler }),
  });
  return { app };
}

/** The checked config beside the bundle; nothing if it isn't there, or isn't whole. */
function readConfig(): Config | undefined {
  try {
    const text = readFileSync(new URL("./config.json", import.meta.url), "utf8");
    const config: Partial<Config> | null = JSON.parse(text);
    return config?.triggers && config.credentials ? (config as Config) : undefined;
  } catch {
    return undefined;
  }
}
