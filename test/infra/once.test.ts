import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Fault } from "../../local/github/faults.ts";
import { type Deployment, deploy } from "./deployment.ts";
import { httpEvent, sqsEvent } from "./events.ts";

// Each call and each message meets a function that has just started: what they know of each other is in the ledger.

const inputs = { source: "${{ request.body.source }}" };
const route = (path: string, more = {}) => ({
  on: { http: { path, auth: "iam", ...more } },
  inputs,
});
const body = '{"source":"a call"}';
const call = (path: string, key: string) => httpEvent(path, body, { "idempotency-key": key });

let fault: Fault | undefined;
let deployment: Deployment;

beforeAll(async () => {
  const triggers = {
    hello: route("/hello"),
    impatient: route("/impatient", { queue: false }),
    uploaded: { on: { event: { source: ["acme.uploads"] } } },
  };
  const faults = ({ isDispatch }: { readonly isDispatch: boolean }) =>
    isDispatch ? fault : undefined;
  deployment = await deploy(triggers, { faults });
});
afterAll(() => deployment.close());
afterEach(() => {
  fault = undefined;
});

test("two calls with the same Idempotency-Key start one run, and both are told which", async () => {
  const { github } = deployment;
  const before = github.runs().length;
  const first = await deployment.call(call("/hello", "twice"));
  const second = await deployment.call(call("/hello", "twice"));
  const [run, ...others] = github.runs().slice(before);
  expect(others).toEqual([]);
  const answer = { statusCode: 201, headers: { location: run?.html_url } };
  expect(first.result).toMatchObject(answer);
  expect(first.result).not.toHaveProperty("headers.idempotency-replayed");
  expect(second.result).toMatchObject(answer);
  expect(second.result).toHaveProperty("headers.idempotency-replayed", "true");
});

test("the same calls at once start one run", async () => {
  const before = deployment.github.runs().length;
  const calls = [1, 2, 3].map(() => deployment.call(call("/hello", "at-once")));
  const results = (await Promise.all(calls)).map(({ result }) => result);
  expect(deployment.github.runs()).toHaveLength(before + 1);
  expect(results).toContainEqual(expect.objectContaining({ statusCode: 201 }));
});

test("a call waits in the queue while GitHub is down, and starts its run from there", async () => {
  const { github, aws, queueUrl } = deployment;
  const before = github.runs().length;
  await github.stop();
  const { result } = await deployment.call(call("/hello", "waits"));
  await github.restart();
  expect(result).toMatchObject({
    statusCode: 202,
    body: expect.stringContaining('"queued":true,"code":"github-unavailable"'),
  });
  const message = aws.messages.at(-1);
  expect(message).toMatchObject({ QueueUrl: queueUrl, DelaySeconds: expect.any(Number) });
  const envelope = JSON.parse(message?.MessageBody ?? "");
  expect(envelope).toMatchObject({
    trigger: "hello",
    call: { id: "waits", inputs: { source: "a call" } },
  });
  const done = { batchItemFailures: [] };
  expect((await deployment.receive(sqsEvent(envelope))).result).toEqual(done);
  expect((await deployment.receive(sqsEvent(envelope))).result).toEqual(done);
  const [run, ...others] = github.runs().slice(before);
  expect(run?.inputs).toEqual({ source: "a call" });
  expect(others).toEqual([]);
  const again = await deployment.call(call("/hello", "waits"));
  expect(again.result).toMatchObject({ statusCode: 201, headers: { location: run?.html_url } });
});

test("a call is not queued where its route says so", async () => {
  const { github, aws } = deployment;
  const before = aws.messages.length;
  await github.stop();
  const { result } = await deployment.call(call("/impatient", "now"));
  await github.restart();
  expect(result).toMatchObject({
    statusCode: 503,
    headers: { "retry-after": expect.stringMatching(/^\d+$/) },
  });
  expect(aws.messages).toHaveLength(before);
});

test("a call waits in the queue while there is no ledger, and nothing is sent", async () => {
  const { github, aws } = deployment;
  const before = github.calls().length;
  const { result } = await deployment.call(call("/hello", "unknown"), { LEDGER_TABLE: "Removed" });
  expect(result).toMatchObject({
    statusCode: 202,
    body: expect.stringContaining("ledger-unavailable"),
  });
  expect(JSON.parse(aws.messages.at(-1)?.MessageBody ?? "")).toHaveProperty("call.id", "unknown");
  expect(github.calls()).toHaveLength(before);
});

test("a message that GitHub answers with 503 is postponed, and comes again", async () => {
  const { github, aws, queueUrl } = deployment;
  const before = { runs: github.runs().length, postponements: aws.postponements.length };
  fault = { kind: "status", status: 503, created: false };
  const event = { id: "6a7e8feb-b491", source: "acme.uploads", "detail-type": "Uploaded" };
  const message = sqsEvent({ trigger: "uploaded", event });
  const [record] = message.Records;
  const failed = { batchItemFailures: [{ itemIdentifier: record?.messageId }] };
  expect((await deployment.receive(message)).result).toEqual(failed);
  fault = undefined;
  const sent = github.calls().length;
  expect((await deployment.receive(message)).result, "too early to tell").toEqual(failed);
  const postponement = {
    QueueUrl: queueUrl,
    ReceiptHandle: record?.receiptHandle,
    VisibilityTimeout: expect.toSatisfy((seconds) => seconds > 0 && seconds < 1000, "1 to 1000 s"),
  };
  expect(aws.postponements.slice(before.postponements)).toEqual([postponement, postponement]);
  expect(github.calls()).toHaveLength(sent);
  expect(github.runs()).toHaveLength(before.runs);
});
