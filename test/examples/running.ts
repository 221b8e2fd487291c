import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SQSRecord } from "aws-lambda";
import type { Config } from "../../dispatch/config.ts";
import { createHttpHandler } from "../../functions/http.ts";
import type { LogRecord } from "../../functions/log.ts";
import { createQueueHandler } from "../../functions/queue.ts";
import { createLocalDispatcher } from "../../local/dispatcher.ts";
import type { GitHub } from "../../local/github/server.ts";
import { startServer } from "../../local/server.ts";
import { type Example, type Expectation, triggersOf } from "./example.ts";
import { type Issuer, startIssuer } from "./issuer.ts";

/** An example that runs on this machine, with a stand-in that has its workflows. */
export interface RunningExample {
  readonly config: Config;
  /** The base URL of the routes. */
  readonly url: string;
  readonly github: GitHub;
  readonly issuer: Issuer;
  /** Hands one message of the queue to its consumer, and gives what the log says of it. */
  consume(envelope: unknown): Promise<LogRecord>;
  close(): Promise<void>;
}

/** Starts an example for as long as something is done with it. */
export async function runExample(
  example: Example,
  use: (running: RunningExample) => Promise<void>,
): Promise<void> {
  const issuer = await startIssuer();
  try {
    const running = await startExample(example, issuer);
    await use(running).finally(running.close);
  } finally {
    await issuer.close();
  }
}

/** Issuers of JSON Web Tokens are replaced by one on this machine. */
async function startExample(example: Example, issuer: Issuer): Promise<RunningExample> {
  const log: LogRecord[] = [];
  const folder = mkdtempSync(join(tmpdir(), "state-"));
  const dispatcher = await createLocalDispatcher(
    { triggers: triggersOf(example), state: join(folder, "state.sqlite") },
    { log: (record) => log.push(record), adapt: (config) => withIssuer(config, issuer.url) },
  );
  const { app, config, github } = dispatcher;
  if (github === undefined) throw new Error("without a token the stand-in is GitHub");
  const server = await startServer(config, createHttpHandler(app), 0, app.now);
  const handle = createQueueHandler(app);
  return {
    config,
    url: server.url,
    github,
    issuer,
    async consume(envelope) {
      const { batchItemFailures } = await handle({ Records: [recordOf(envelope)] });
      const [record] = log.splice(0);
      if (record === undefined || batchItemFailures.length > 0) {
        throw new Error(`the message is not done with: ${JSON.stringify(record)}`);
      }
      return record;
    },
    async close() {
      await server.close();
      await dispatcher.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** The runs that were started, in the terms of expected.json. */
export function runsOf({ github }: RunningExample) {
  return github.runs().map(({ repository, path, head_branch, inputs }) => {
    const file = path.replace(".github/workflows/", "");
    return { workflow: `${repository.full_name}/${file}@${head_branch}`, inputs };
  });
}

/** The runs that an expectation tells of: one, or none with a problem. */
export function expectedRuns({ problem, workflow, inputs }: Expectation) {
  return problem === undefined ? [{ workflow, inputs }] : [];
}

function withIssuer(config: Config, issuer: string): Config {
  const triggers = Object.entries(config.triggers).map(([name, trigger]) => {
    const { http } = trigger.on;
    if (http?.auth.kind !== "jwt") return [name, trigger] as const;
    const on = { ...trigger.on, http: { ...http, auth: { ...http.auth, issuer } } };
    return [name, { ...trigger, on }] as const;
  });
  return { ...config, triggers: Object.fromEntries(triggers) };
}

/** docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
function recordOf(envelope: unknown): SQSRecord {
  return {
    messageId: "059f36b4-87a3-44ab-83d2-661975830a7d",
    receiptHandle: "receipt",
    body: JSON.stringify(envelope),
    attributes: {
      ApproximateReceiveCount: "1",
      SentTimestamp: "1545082649183",
      SenderId: "AIDAIENQZJOLO23YVJ4VO",
      ApproximateFirstReceiveTimestamp: "1545082649185",
    },
    messageAttributes: {},
    md5OfBody: "",
    eventSource: "aws:sqs",
    eventSourceARN: "arn:aws:sqs:eu-central-1:123456789012:deliveries",
    awsRegion: "eu-central-1",
  };
}
