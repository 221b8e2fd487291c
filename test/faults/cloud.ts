import { readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import type { Config } from "../../dispatch/config.ts";
import { readConfigFile } from "../../dispatch/config-file.ts";
import type { Pace } from "../../dispatch/pace/windows.ts";
import type { World } from "../../functions/app.ts";
import type { LogRecord } from "../../functions/log.ts";
import { type Random, seededRandom } from "../../local/github/faults/random.ts";
import { loadRepositories } from "../../local/github/repositories.ts";
import { type GitHub, type GitHubOptions, startGitHub } from "../../local/github/server.ts";
import { withApiUrl } from "../../local/github-for.ts";
import { createDeadLetters, type DeadLetters } from "../../local/state/dead-letters.ts";
import { createSqliteLedger } from "../../local/state/ledger.ts";
import { createMessages, type Messages } from "../../local/state/messages.ts";
import { createLocalQueues } from "../../local/state/queues.ts";
import { type Clock, createClock } from "./clock.ts";
import { createPatience } from "./patience.ts";

/** What the fault tests run in: a clock, GitHub's stand-in, the queue, the ledger, and the secrets. */
export interface Cloud {
  readonly clock: Clock;
  readonly random: Random;
  readonly config: Config;
  readonly github: GitHub;
  readonly messages: Messages;
  readonly deadLetters: DeadLetters;
  /** By name; may be changed. */
  readonly secrets: Map<string, string>;
  readonly log: LogRecord[];
  readonly world: World;
  /** Tells of each POST for a dispatch: the input `id`, and whether GitHub's answer says what became of it. */
  readonly onPost: (tell: (id: string, isAnswered: boolean) => void) => void;
  close(): Promise<void>;
}

const folder = fileURLToPath(new URL("./", import.meta.url));
const start = Date.parse("2027-01-01T00:00:00Z");

/** Starts a world in which all chance comes from a seed. */
export async function startCloud(
  seed: number,
  options: Partial<
    Pick<GitHubOptions, "faults" | "limits" | "listingDelay" | "tokens" | "apps">
  > = {},
  adapt: (config: Config) => Config = (config) => config,
): Promise<Cloud> {
  const clock = createClock(start);
  const random = seededRandom(seed);
  const patience = createPatience(clock);
  const { faults, ...others } = options;
  const github = await startGitHub({
    repositories: await loadRepositories(`${folder}workflows`, {
      repositories: { "acme/faults": ["main"], "acme/second": ["main"] },
    }),
    tokens: undefined,
    now: () => new Date(clock.now()),
    rateLimit: 1_000_000_000,
    onRun: patience.onRun,
    ...others,
    ...(faults === undefined ? {} : { faults: patience.noticing(faults) }),
  });
  const config = adapt(withApiUrl(loadConfig(), github.url));
  const database = new DatabaseSync(":memory:");
  const secrets = new Map([
    ["github/pat", "first-token"],
    ["github/other", "other-token"],
  ]);
  const log: LogRecord[] = [];
  let tellOf: (id: string, isAnswered: boolean) => void = () => {};
  const world: World = {
    fetch: (url, init) => watchPost(patience.fetch(url, init), init, (...post) => tellOf(...post)),
    timeout: patience.timeout,
    now: clock.now,
    random,
    readSecret: async (name) => secrets.get(name) ?? "",
    ledger: createSqliteLedger(database, start),
    log: (record) => log.push(record),
    ...createLocalQueues(database, clock.now),
  };
  const messages = createMessages(database, clock.now);
  const deadLetters = createDeadLetters(database, clock.now);
  const close = () => github.close();
  const onPost: Cloud["onPost"] = (tell) => {
    tellOf = tell;
  };
  return {
    onPost,
    clock,
    random,
    config,
    github,
    messages,
    deadLetters,
    secrets,
    log,
    world,
    close,
  };
}

/** Which deliveries have a run, by the input `id`, in the order in which they were started. */
export function runIds({ github }: Pick<Cloud, "github">): readonly (string | undefined)[] {
  return github.runs().map(({ inputs }) => inputs.id);
}

/** The config with every credential's pace. */
export function withPace(config: Config, pace: Pace): Config {
  const credentials = Object.entries(config.credentials).map(
    ([name, credential]) => [name, { ...credential, pace }] as const,
  );
  return { ...config, credentials: Object.fromEntries(credentials) };
}

async function watchPost(
  sending: Promise<Response>,
  init: RequestInit | undefined,
  tell: (id: string, isAnswered: boolean) => void,
): Promise<Response> {
  if (init?.method !== "POST") return sending;
  const { inputs } = JSON.parse(String(init.body)) as { readonly inputs?: { readonly id: string } };
  if (inputs === undefined) return sending;
  try {
    const response = await sending;
    const isAnswered = response.status < 500 && (await isJson(response.clone()));
    tell(inputs.id, isAnswered);
    return response;
  } catch (error) {
    tell(inputs.id, false);
    throw error;
  }
}

function isJson(response: Response): Promise<boolean> {
  return response.json().then(
    () => true,
    () => false,
  );
}

function loadConfig(): Config {
  const { config, report } = readConfigFile(`${folder}triggers.yaml`, (file) =>
    readFileSync(file, "utf8"),
  );
  if (config === undefined) throw new Error(report);
  return config;
}
