import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { catalogOf } from "../../../dispatch/catalog.ts";
import type { Config } from "../../../dispatch/config.ts";
import { readConfigFile } from "../../../dispatch/config-file.ts";
import { type App, createApp, type Queues } from "../../../functions/app.ts";
import type { DeadLetter } from "../../../functions/dead-letter.ts";
import type { LogRecord } from "../../../functions/log.ts";
import { loadRepositories } from "../../../local/github/repositories.ts";
import { type GitHub, startGitHub } from "../../../local/github/server.ts";
import { withApiUrl } from "../../../local/github-for.ts";
import { createServices } from "../../dispatch/services.ts";
import { type Faults, secrets } from "./cases.ts";
import { breakDispatch, breakLedger, bugError, fetchOf } from "./faults.ts";
import { now } from "./request.ts";

/** An app with GitHub's stand-in behind it, and everything it lets out. */
export interface World {
  readonly app: App;
  readonly config: Config;
  readonly github: GitHub;
  readonly records: LogRecord[];
  readonly letters: DeadLetter[];
  /** What was put into the queue. */
  readonly queued: QueuedMessage[];
  /** Which messages were hidden for longer. */
  readonly postponed: PostponedMessage[];
  /** Lets time pass, in milliseconds. */
  pass(milliseconds: number): void;
  close(): Promise<void>;
}

export interface QueuedMessage {
  readonly body: string;
  readonly seconds: number;
}

export interface PostponedMessage {
  readonly receiptHandle: string;
  readonly seconds: number;
}

const folder = fileURLToPath(new URL("../", import.meta.url));

/** Starts a world of the suite's triggers. */
export async function startWorld(faults: Faults, issuer?: string): Promise<World> {
  const github = await startStandIn(faults);
  const apiUrl = faults.github === "down" ? await closedUrl() : github.url;
  const config = withApiUrl(withIssuer(loadConfig(), issuer), apiUrl);
  const records: LogRecord[] = [];
  const queues = createRecordingQueues(faults);
  let time = now;
  const { ledger, timeout, random } = createServices(() => time);
  const app = createApp(catalogOf(config), {
    fetch: fetchOf(faults),
    timeout,
    now: () => time,
    random,
    ledger: breakLedger(ledger, faults),
    readSecret: async (name) => readSecret(name, faults),
    log: (record) => records.push(record),
    ...queues,
  });
  const { letters, queued, postponed } = queues;
  return {
    app: breakDispatch(app, faults),
    config,
    github,
    records,
    letters,
    queued,
    postponed,
    pass: (milliseconds) => {
      time += milliseconds;
    },
    close: () => github.close(),
  };
}

function createRecordingQueues({ bug }: Faults) {
  const letters: DeadLetter[] = [];
  const queued: QueuedMessage[] = [];
  const postponed: PostponedMessage[] = [];
  const queues: Queues = {
    async enqueue(body, seconds) {
      if (bug === "queue") throw bugError(body);
      queued.push({ body, seconds });
    },
    async postpone(receiptHandle, seconds) {
      postponed.push({ receiptHandle, seconds });
    },
    async sendDeadLetter(letter) {
      if (bug === "dead-letters") throw bugError(letter.body);
      letters.push(letter);
    },
  };
  return { ...queues, letters, queued, postponed };
}

function loadConfig(): Config {
  const { config, report } = readConfigFile(`${folder}triggers.yaml`, (file) =>
    readFileSync(file, "utf8"),
  );
  if (config === undefined) throw new Error(report);
  return config;
}

/** The issuer has whichever port is free. */
function withIssuer(config: Config, issuer: string | undefined): Config {
  const { jwt } = config.triggers;
  if (issuer === undefined || jwt?.on.http?.auth.kind !== "jwt") return config;
  const auth = { ...jwt.on.http.auth, issuer };
  const trigger = { ...jwt, on: { ...jwt.on, http: { ...jwt.on.http, auth } } };
  return { ...config, triggers: { ...config.triggers, jwt: trigger } };
}

async function startStandIn(faults: Faults): Promise<GitHub> {
  const repositories = await loadRepositories(`${folder}workflows`, {
    repositories: { "acme/contract": ["main"] },
  });
  const github = await startGitHub({
    repositories,
    tokens: [faults.github === "refuses-token" ? "another-token" : (secrets["github/pat"] ?? "")],
    now: () => new Date(now),
    ...(faults.github === "rate-limited" ? { rateLimit: 0 } : {}),
    ...(faults.github === "enterprise-server" ? { server: "ghes-3.18" } : {}),
  });
  await github.disableWorkflow("acme/contract", "disabled.yml");
  await github.disableWorkflow("acme/contract", "asleep.yml", "disabled_inactivity");
  return github;
}

function readSecret(name: string, faults: Faults): string {
  const value = faults.secrets?.[name];
  if (value === null) {
    const error = new Error(`Secrets Manager can't find ${name}, ${secrets[name]}`);
    error.name = "ResourceNotFoundException";
    throw error;
  }
  return value ?? secrets[name] ?? "";
}

/** An address where nobody listens any more. */
async function closedUrl(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}
