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

/**
 * Milliseconds for which an idle connection may be used again. The other side may have closed it while Lambda
 * had frozen the function, and a request on it is lost. AWS is asked again then; whether GitHub has got a
 * dispatch would have to be found out, so its connections are kept as long as undici keeps one:
 * undici.nodejs.org/#/docs/api/Client.
 */
const maxIdle = { aws: 60_000, gitHub: 4000 } as const;

/** The app, or why there is none. */
type Started =
  | { readonly app: App; readonly failure?: never }
  | { readonly app?: never; readonly failure: Retry };

/** The composition root in Lambda: the one place that reads the environment and makes clients. */
export function startLambdaApp(name: keyof DeployedConfig["needs"]): Started {
  const folder = new URL(".", import.meta.url);
  const config = readDeployedConfig(folder);
  if (config === undefined) {
    return { failure: retry("config-unusable", "config.json can't be read", 300) };
  }
  const { AWS_REGION: region = "", LEDGER_TABLE = "", QUEUE_URL, DEAD_LETTERS_URL } = process.env;
  const toAws = createConnections({ maxIdle: maxIdle.aws, now: Date.now });
  const toGitHub = createConnections({ maxIdle: maxIdle.gitHub, now: Date.now });
  const timeout = (milliseconds: number) => AbortSignal.timeout(milliseconds);
  const endpoint = endpointOf(process.env);
  const aws = createAws({
    region,
    credentials: readCredentials(),
    endpointOf: endpoint,
    fetch: toAws.fetch,
    timeout,
    sleep,
    random: Math.random,
  });
  const { secrets, apiUrls } = config.needs[name];
  const readSecret = createReadSecret(createSecretsManager(aws));
  const app = createApp(openCatalog(config, folder), {
    fetch: toGitHub.fetch,
    timeout,
    now: Date.now,
    random: Math.random,
    readSecret: readEarly(readSecret, secrets, Date.now),
    ledger: createDynamoLedger(createDynamoDb(aws), LEDGER_TABLE),
    log: logToConsole,
    ...createQueues(createSqs(aws), { deliveries: QUEUE_URL, deadLetters: DEAD_LETTERS_URL }),
  });
  openEarly(toAws, toGitHub, { dynamoDb: endpoint(services.dynamoDb), gitHub: apiUrls });
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
