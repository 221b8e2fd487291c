import { readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { type Catalog, catalogOf } from "../../dispatch/catalog.ts";
import type { Config } from "../../dispatch/config.ts";
import { readConfigFile } from "../../dispatch/config-file.ts";
import type { Ledger } from "../../dispatch/ledger.ts";
import type { Queues, World } from "../../functions/app.ts";
import { seededRandom } from "../../local/github/faults/random.ts";
import { loadRepositories } from "../../local/github/repositories.ts";
import { documentedLimits } from "../../local/github/secondary-limits.ts";
import { type GitHub, startGitHub } from "../../local/github/server.ts";
import { withApiUrl } from "../../local/github-for.ts";
import { createSqliteLedger } from "../../local/state/ledger.ts";
import { createMessages, type Messages } from "../../local/state/messages.ts";
import { createLocalQueues } from "../../local/state/queues.ts";
import { createSimulatedTime, type SimulatedTime } from "./simulated-time.ts";

/** What a burst is dispatched in: simulated time, GitHub's stand-in with its documented limits, queue and ledger. */
export interface BurstWorld {
  readonly time: SimulatedTime;
  readonly catalog: Catalog;
  readonly world: World;
  readonly github: GitHub;
  readonly messages: Messages;
  /** Requests to the ledger so far. */
  readonly ledgerRequests: () => number;
  readonly close: () => Promise<void>;
}

/** Has a time between two pass, in milliseconds. */
type Delay = (between: readonly [least: number, most: number]) => Promise<void>;

/** How long requests take: those to GitHub nearly as long, each way, as the gate allows for. */
const latency = {
  aws: [2, 20],
  secret: [50, 300],
  githubEachWay: [20, 1000],
} as const;

const token = "the-token";
const start = Date.parse("2027-01-01T00:00:00Z");
const folder = fileURLToPath(new URL("./", import.meta.url));

/** Starts a world in which all chance comes from a seed. */
export async function startWorld(seed: number): Promise<BurstWorld> {
  const time = createSimulatedTime(start);
  const random = seededRandom(seed);
  const delay: Delay = ([least, most]) => time.pass(least + Math.floor(random() * (most - least)));
  const github = await startGitHub({
    repositories: await loadRepositories(`${folder}workflows`, {
      repositories: { "acme/burst": ["main"] },
    }),
    tokens: [token],
    limits: documentedLimits,
    now: () => new Date(time.now()),
  });
  const database = new DatabaseSync(":memory:");
  const { ledger, requests } = slowLedger(createSqliteLedger(database, start), delay);
  const world: World = {
    fetch: slowFetch(time, delay),
    // No request takes so long.
    timeout: () => new AbortController().signal,
    now: time.now,
    random,
    readSecret: async () => {
      await delay(latency.secret);
      return token;
    },
    ledger,
    log: () => {},
    ...slowQueues(createLocalQueues(database, time.now), delay),
  };
  return {
    time,
    catalog: catalogOf(withApiUrl(loadConfig(), github.url)),
    world,
    github,
    messages: createMessages(database, time.now),
    ledgerRequests: requests,
    close: () => github.close(),
  };
}

function loadConfig(): Config {
  const { config, report } = readConfigFile(`${folder}triggers.yaml`, (file) =>
    readFileSync(file, "utf8"),
  );
  if (config === undefined) throw new Error(report);
  return config;
}

function slowFetch({ standStill }: SimulatedTime, delay: Delay): typeof fetch {
  return async (url, init) => {
    await delay(latency.githubEachWay);
    const response = await standStill(() => fetchWhole(url, init));
    await delay(latency.githubEachWay);
    return response;
  };
}

/** A response whose body has come, so that nobody waits for it in real time. */
async function fetchWhole(...request: Parameters<typeof fetch>): Promise<Response> {
  const response = await fetch(...request);
  const body = await response.text();
  return new Response(body === "" ? null : body, response);
}

function slowLedger(ledger: Ledger, delay: Delay) {
  let count = 0;
  async function ask<Result>(act: () => Promise<Result>): Promise<Result> {
    count += 1;
    await delay(latency.aws);
    return act();
  }
  const slow: Ledger = {
    put: (record) => ask(() => ledger.put(record)),
    get: (...args) => ask(() => ledger.get(...args)),
    between: (...args) => ask(() => ledger.between(...args)),
  };
  return { ledger: slow, requests: () => count };
}

function slowQueues({ enqueue, postpone, sendDeadLetter }: Queues, delay: Delay): Queues {
  return {
    enqueue,
    async postpone(...args) {
      await delay(latency.aws);
      await postpone(...args);
    },
    async sendDeadLetter(letter) {
      await delay(latency.aws);
      await sendDeadLetter(letter);
    },
  };
}
