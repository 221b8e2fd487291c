import { generateKeyPairSync } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Deployment, deploy } from "./deployment.ts";
import { githubSignature, httpEvent, sqsEvent, standardSignature } from "./events.ts";

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
let deployment: Deployment;

beforeAll(async () => {
  deployment = await deploy(triggers, {
    apps: [{ id: 1, installationId: 2, key: appKey }],
    secrets: {
      "github/app-private-key": appKey,
      "routes/token": "route-token",
      "routes/hook": hookSecret,
    },
  });
});
afterAll(() => deployment.close());

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
  const { result } = await deployment.call(event);
  const run = deployment.github.runs().at(-1);
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
  const runs = deployment.github.runs().length;
  const { result } = await deployment.call(event);
  expect(result).toMatchObject({ statusCode: 401 });
  expect(deployment.github.runs()).toHaveLength(runs);
});

const schedule = {
  arn: "arn:aws:scheduler:eu-west-1:123456789012:schedule/Dispatcher/nightly",
  "scheduled-time": "2026-11-30T02:30:00Z",
  cron: "30 2 * * *",
  timezone: "UTC",
};

test("the queue's function starts a run for a schedule", async () => {
  const event = sqsEvent({ trigger: "nightly", schedule });
  const { result, log } = await deployment.receive(event);
  expect(result).toEqual({ batchItemFailures: [] });
  expect(deployment.github.runs().at(-1)?.inputs).toEqual({ source: "2026-11-30T02:30:00Z" });
  expect(log).toContain("dispatched");
});

test("the queue's function puts among the dead letters what can't be dispatched", async () => {
  const envelope = { trigger: "removed", schedule };
  const event = sqsEvent(envelope);
  const { result } = await deployment.receive(event);
  expect(result).toEqual({ batchItemFailures: [] });
  const letter = deployment.aws.messages.at(-1);
  expect(letter?.QueueUrl).toBe(deployment.deadLettersUrl);
  expect(letter?.MessageBody).toBe(JSON.stringify(envelope));
  expect(letter?.MessageAttributes).toMatchObject({
    trigger: { StringValue: "removed" },
    code: { StringValue: "trigger-not-found" },
  });
});

test("calls of AWS are signed with the credentials that Lambda gives", () => {
  const { aws, dynamo } = deployment;
  const signers = [...aws.calls, ...dynamo.calls].map(({ authorization }) =>
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\//.exec(authorization)?.at(1),
  );
  expect(new Set(signers)).toEqual(new Set(["lambda"]));
  expect(aws.calls.map(({ call }) => call)).toContain("GetSecretValue github/app-private-key");
  expect(dynamo.calls.map(({ call }) => call)).toContain("PutItem");
});

// A package in CommonJS that is bundled into an ES module may fail only where it is loaded.
test("every chunk can be loaded", async () => {
  const chunks = readdirSync(deployment.folder).filter((file) => file.endsWith(".mjs"));
  const loaded = chunks.map((file) => import(pathToFileURL(join(deployment.folder, file)).href));
  await expect(Promise.all(loaded)).resolves.toHaveLength(chunks.length);
});
