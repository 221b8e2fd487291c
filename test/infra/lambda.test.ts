import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeBundle } from "../../infra/bundle.ts";
import { loadRepositories } from "../../local/github/repositories.ts";
import { type GitHub, startGitHub } from "../../local/github/server.ts";
import { withApiUrl } from "../../local/github-for.ts";
import { type Aws, startAws } from "./aws.ts";
import { githubSignature, httpEvent, sqsEvent, standardSignature } from "./events.ts";
import { invoke } from "./invoke.ts";
import { configOf } from "./synthesize.ts";

// What is deployed is run: the bundle, in a process of its own, against AWS and GitHub on this machine.

const inputs = { source: "${{ request.body.source }}" };
const route = (path: string, auth: unknown) => ({ on: { http: { path, auth } }, inputs });
const triggers = {
  hello: route("/hello", "iam"),
  "by-app": { ...route("/by-app", "none"), credential: "bot" },
  guarded: route("/guarded", { token: { secret: "routes/token" } }),
  "github-hook": route("/github-hook", { hmac: { secret: "routes/hook" } }),
  "standard-hook": route("/standard-hook", {
    hmac: { secret: "routes/hook", scheme: "standard-webhooks" },
  }),
  nightly: {
    on: { schedule: [{ cron: "30 2 * * *" }] },
    inputs: { source: "${{ schedule.scheduled-time }}" },
  },
};

const { privateKey: appKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
});
const hookSecret = "aG9vay1zZWNyZXQ=";
const body = '{"source":"the bundle"}';
const folder = mkdtempSync(join(tmpdir(), "lambda-test-"));
let github: GitHub;
let aws: Aws;
let environment: Record<string, string>;

beforeAll(async () => {
  const workflows = fileURLToPath(new URL("../../.github/workflows", import.meta.url));
  const repositories = { "acme/hello": ["main"] };
  github = await startGitHub({
    repositories: await loadRepositories(workflows, { repositories }),
    tokens: ["stand-in-token"],
    apps: [{ id: 1, installationId: 2, key: appKey }],
  });
  aws = await startAws({
    "github/dispatch-token": "stand-in-token",
    "github/app-private-key": appKey,
    "routes/token": "route-token",
    "routes/hook": hookSecret,
  });
  environment = {
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: "lambda",
    AWS_SECRET_ACCESS_KEY: "stand-in",
    AWS_SESSION_TOKEN: "stand-in",
    AWS_ENDPOINT_URL_SECRETS_MANAGER: aws.url,
    AWS_ENDPOINT_URL_SQS: aws.url,
    DEAD_LETTERS_URL: `${aws.url}/123456789012/DeadLetters`,
  };
  writeBundle(withApiUrl(configOf(triggers), github.url), folder);
});

afterAll(async () => {
  await github.close();
  await aws.close();
  rmSync(folder, { recursive: true });
});

test.each([
  ["a plain call", httpEvent("/hello", body)],
  ["a call for an App", httpEvent("/by-app", body)],
  ["a bearer token", httpEvent("/guarded", body, { authorization: "Bearer route-token" })],
  ["GitHub's signature", httpEvent("/github-hook", body, githubSignature(hookSecret, body))],
  [
    "a signature of Standard Webhooks",
    httpEvent("/standard-hook", body, standardSignature(hookSecret, body, Date.now())),
  ],
])("the HTTP function starts a run for %s", async (_, event) => {
  const { result } = await invoke(join(folder, "http.mjs"), event, environment);
  const run = github.runs().at(-1);
  expect(result).toMatchObject({ statusCode: 201, headers: { location: run?.html_url } });
  expect(run?.inputs).toEqual({ source: "the bundle" });
});

test.each([
  ["a bearer token", httpEvent("/guarded", body, { authorization: "Bearer another" })],
  ["a signature", httpEvent("/github-hook", body, githubSignature("another", body))],
  [
    "a signature of Standard Webhooks",
    httpEvent("/standard-hook", body, standardSignature("YW5vdGhlcg==", body, Date.now())),
  ],
])("the HTTP function refuses %s that is wrong", async (_, event) => {
  const runs = github.runs().length;
  const { result } = await invoke(join(folder, "http.mjs"), event, environment);
  expect(result).toMatchObject({ statusCode: 401 });
  expect(github.runs()).toHaveLength(runs);
});

const schedule = {
  arn: "arn:aws:scheduler:eu-west-1:123456789012:schedule/Dispatcher/nightly",
  "scheduled-time": "2026-11-30T02:30:00Z",
  cron: "30 2 * * *",
  timezone: "UTC",
};

test("the queue's function starts a run for a schedule", async () => {
  const event = sqsEvent({ trigger: "nightly", schedule });
  const { result, log } = await invoke(join(folder, "queue.mjs"), event, environment);
  expect(result).toEqual({ batchItemFailures: [] });
  expect(github.runs().at(-1)?.inputs).toEqual({ source: "2026-11-30T02:30:00Z" });
  expect(log).toContain("dispatched");
});

test("the queue's function puts among the dead letters what can't be dispatched", async () => {
  const envelope = { trigger: "removed", schedule };
  const event = sqsEvent(envelope);
  const { result } = await invoke(join(folder, "queue.mjs"), event, environment);
  expect(result).toEqual({ batchItemFailures: [] });
  const letter = aws.messages.at(-1);
  expect(letter?.QueueUrl).toBe(environment.DEAD_LETTERS_URL);
  expect(letter?.MessageBody).toBe(JSON.stringify(envelope));
  expect(letter?.MessageAttributes).toMatchObject({
    trigger: { StringValue: "removed" },
    code: { StringValue: "trigger-not-found" },
  });
});

test("calls of AWS are signed with the credentials that Lambda gives", () => {
  const signers = aws.calls.map(({ authorization }) =>
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\//.exec(authorization)?.at(1),
  );
  expect(new Set(signers)).toEqual(new Set(["lambda"]));
  expect(aws.calls.map(({ call }) => call)).toContain("GetSecretValue github/app-private-key");
});

// A package in CommonJS that is bundled into an ES module may fail only where it is loaded.
test("every chunk can be loaded", async () => {
  const chunks = readdirSync(folder).filter((file) => file.endsWith(".mjs"));
  const loaded = chunks.map((file) => import(pathToFileURL(join(folder, file)).href));
  await expect(Promise.all(loaded)).resolves.toHaveLength(chunks.length);
});
