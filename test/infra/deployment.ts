import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { SQSEvent } from "aws-lambda";
import { writeBundle } from "../../infra/bundle.ts";
import { loadRepositories } from "../../local/github/repositories.ts";
import { type GitHub, type GitHubOptions, startGitHub } from "../../local/github/server.ts";
import { withApiUrl } from "../../local/github-for.ts";
import { type Aws, startAws } from "./aws.ts";
import { type Dynamo, startDynamo } from "./dynamo.ts";
import type { HttpEvent } from "./events.ts";
import { type Invocation, invoke } from "./invoke.ts";
import { configOf, type Triggers } from "./synthesize.ts";

/** The bundle of some triggers, with AWS and GitHub beside it on this machine. */
export interface Deployment {
  readonly github: GitHub;
  readonly aws: Aws;
  readonly dynamo: Dynamo;
  /** Where the bundle is. */
  readonly folder: string;
  readonly queueUrl: string;
  readonly deadLettersUrl: string;
  /** Runs the function behind the HTTP API, with what else there is in its environment. */
  call(event: HttpEvent, more?: Environment): Promise<Invocation>;
  /** Runs the function behind the queue. */
  receive(event: SQSEvent): Promise<Invocation>;
  close(): Promise<void>;
}

type Environment = Readonly<Record<string, string>>;

const token = "stand-in-token";

export interface DeploymentOptions extends Pick<GitHubOptions, "apps" | "faults"> {
  /** Values by name; that of `github/dispatch-token` is there already. */
  readonly secrets?: Readonly<Record<string, string>>;
}

export async function deploy(
  triggers: Triggers,
  { secrets = {}, ...options }: DeploymentOptions = {},
): Promise<Deployment> {
  const github = await startWorkflows(options);
  const aws = await startAws({ "github/dispatch-token": token, ...secrets });
  const dynamo = await startDynamo();
  const folder = mkdtempSync(join(tmpdir(), "lambda-test-"));
  writeBundle(withApiUrl(configOf(triggers), github.url), folder);
  const queueUrl = `${aws.url}/123456789012/Deliveries`;
  const deadLettersUrl = `${aws.url}/123456789012/DeadLetters`;
  const environment = {
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: "lambda",
    AWS_SECRET_ACCESS_KEY: "stand-in",
    AWS_SESSION_TOKEN: "stand-in",
    AWS_ENDPOINT_URL: aws.url,
    AWS_ENDPOINT_URL_DYNAMODB: dynamo.url,
    LEDGER_TABLE: dynamo.table,
    QUEUE_URL: queueUrl,
  };
  const forQueue = { ...environment, DEAD_LETTERS_URL: deadLettersUrl };
  return {
    ...{ github, aws, dynamo, folder, queueUrl, deadLettersUrl },
    call: (event, more) => invoke(join(folder, "http.mjs"), event, { ...environment, ...more }),
    receive: (event) => invoke(join(folder, "queue.mjs"), event, forQueue),
    close: async () => {
      await Promise.all([github.close(), aws.close(), dynamo.close()]);
      rmSync(folder, { recursive: true });
    },
  };
}

/** A stand-in for GitHub that has this repository's own workflows. */
async function startWorkflows(options: Pick<GitHubOptions, "apps" | "faults">): Promise<GitHub> {
  const workflows = fileURLToPath(new URL("../../.github/workflows", import.meta.url));
  const repositories = { "acme/hello": ["main"] };
  return startGitHub({
    repositories: await loadRepositories(workflows, { repositories }),
    tokens: [token],
    ...options,
  });
}
