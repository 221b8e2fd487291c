import { setTimeout as sleep } from "node:timers/promises";
import { type Retry, retry } from "../../dispatch/outcome.ts";
import { type App, createApp } from "../app.ts";
import { createAws } from "./aws/aws.ts";
import { endpointOf } from "./aws/endpoint.ts";
import { createDynamoDb, createSecretsManager, createSqs, services } from "./aws/services.ts";
import { type DeployedConfig, openCatalog, readDeployedConfig } from "./catalog.ts";
import { createConnections } from "./connection/connections.ts";
import { logToConsole } from "./console.ts";
import { openEarly, readEarly } from "./early.ts";
import { createDynamoLedger } from "./ledger.ts";
import { createQueues } from "./queues.ts";
import { createReadSecret } from "./secrets.ts";

/** The app, or why there is none. */
type Started =
  | { readonly app: App; readonly failure?: never }
  | { readonly app?: never; readonly failure: Retry };

/** The composition root in Lambda: the one place that reads the environment and makes clients. */
export function startLambdaApp(name: keyof DeployedConfig["secrets"]): Started {
  const folder = new URL(".", import.meta.url);
  const config = readDeployedConfig(folder);
  if (config === undefined) {
    return { failure: retry("config-unusable", "config.json can't be read", 300) };
  }
  const { LEDGER_TABLE = "", QUEUE_URL, DEAD_LETTERS_URL } = process.env;
  const { fetch, open } = createConnections(Date.now);
  const timeout = (milliseconds: number) => AbortSignal.timeout(milliseconds);
  const urlOf = endpointOf(process.env);
  const aws = createAws({
    ...{ region: process.env.AWS_REGION ?? "", credentials: readCredentials(), endpointOf: urlOf },
    ...{ fetch, timeout, sleep, random: Math.random },
  });
  const readSecret = createReadSecret(createSecretsManager(aws));
  const app = createApp(openCatalog(config, folder), {
    fetch,
    timeout,
    now: Date.now,
    random: Math.random,
    readSecret: readEarly(readSecret, config.secrets[name], Date.now),
    ledger: createDynamoLedger(createDynamoDb(aws), LEDGER_TABLE),
    log: logToConsole,
    ...createQueues(createSqs(aws), { deliveries: QUEUE_URL, deadLetters: DEAD_LETTERS_URL }),
  });
  openEarly(open, { dynamoDb: urlOf(services.dynamoDb), gitHub: hostsOf(config) });
  return { app };
}

/** Lambda gives a function the credentials of its role: docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html. */
function readCredentials() {
  const {
    AWS_ACCESS_KEY_ID: accessKeyId = "",
    AWS_SECRET_ACCESS_KEY: secretAccessKey = "",
    AWS_SESSION_TOKEN: sessionToken,
  } = process.env;
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
}

function hostsOf({ credentials }: DeployedConfig): readonly string[] {
  return Object.values(credentials).map((credential) => credential["api-url"]);
}
