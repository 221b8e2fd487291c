import { SQSClient } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createDeadLetterQueue } from "../../functions/lambda/dead-letter-queue.ts";
import { type Aws, type QueuedMessage, startAws, targetArn } from "./aws.ts";
import { run } from "./run.ts";

const sent = Date.parse("2026-11-20T10:00:00.000Z");
const scheduleArn = "arn:aws:scheduler:eu-west-1:123456789012:schedule/WorkflowDispatcher/nightly";
const ruleArn = "arn:aws:events:eu-west-1:123456789012:rule";
const keyword = (name: string) => `<aws.scheduler.${name}>`;

let aws: Aws;
beforeEach(async () => {
  aws = await startAws();
});
afterEach(() => aws.close());

function add(id: string, body: unknown, attributes: QueuedMessage["attributes"] = {}): void {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  aws.deadLetters.push({ id, body: text, attributes, sent, visible: true });
}

function callsOf(name: string) {
  return aws.calls.filter(({ call }) => call === name).map(({ input }) => input);
}

test("what we, SQS, a rule and a schedule have set aside is moved; the rest stays and is seen again", async () => {
  const own = { trigger: "hello-upload", event: { id: "e1" } };
  add("own", own, {
    ...{ code: "token-forbidden", trigger: "hello-upload", delivery: "e1", attempts: "3" },
    ...{ first: "2026-11-19T09:00:00.000Z", last: "2026-11-20T09:59:59.000Z" },
  });
  add("unsure", own, { code: "result-unsure", trigger: "hello-upload", delivery: "e1" });
  add("sqs", { trigger: "hello-upload", event: { id: "e2" } }, { attempts: "2", resend: "true" });
  const failed = { ERROR_CODE: "NO_PERMISSIONS", TARGET_ARN: targetArn };
  aws.rules.set("upload-rule", '{"trigger": "hello-upload", "event": <aws.events.event.json>}');
  const event = '{"id": "e3", "detail": {"size": 12345678901234567890}}';
  add("rule", event, { ...failed, RULE_ARN: `${ruleArn}/upload-rule` });
  add("bus", event, { ...failed, RULE_ARN: `${ruleArn}/partner/of/x/upload-rule` });
  add("gone", event, { ...failed, RULE_ARN: `${ruleArn}/gone-rule` });
  const envelope = {
    trigger: "hello-every-morning",
    schedule: {
      ...{ arn: keyword("schedule-arn"), "scheduled-time": keyword("scheduled-time") },
      ...{ cron: "30 6 * * *", timezone: "UTC" },
    },
  };
  const late = { SCHEDULE_ARN: scheduleArn, SCHEDULED_TIME: "2026-11-20T06:30:00Z" };
  const request = { MessageBody: JSON.stringify(envelope), QueueUrl: "https://sqs.invalid/1" };
  add("schedule", envelope, { ...late, ERROR_CODE: "AccessDeniedException" });
  add("request", request, { ...late, ERROR_CODE: "AccessDeniedException" });
  add("cut", "{", { ...late, IS_PAYLOAD_TRUNCATED: "true" });
  add("timeless", envelope, { SCHEDULE_ARN: scheduleArn });
  add("foreign", "hello?");

  const { code, stdout, stderr } = await run("redrive", ["--deployed"], aws.environment);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const filled = { arn: scheduleArn, "scheduled-time": "2026-11-20T06:30:00Z" };
  const scheduled = JSON.stringify({ ...envelope, schedule: { ...envelope.schedule, ...filled } });
  const moved = new Map(aws.deliveries.map(({ body, attributes }) => [body, attributes]));
  const history = { round: String(sent), first: new Date(sent).toISOString() };
  expect(moved).toEqual(
    new Map([
      [JSON.stringify(own), { ...history, first: "2026-11-19T09:00:00.000Z", attempts: "3" }],
      ['{"trigger":"hello-upload","event":{"id":"e2"}}', { ...history, attempts: "2" }],
      [`{"trigger": "hello-upload", "event": ${event}}`, { ...history, attempts: "0" }],
      [scheduled, { ...history, attempts: "0" }],
    ]),
  );
  expect(aws.deliveries).toHaveLength(6);
  expect(aws.deadLetters.map(({ id, visible }) => [id, visible]).sort()).toEqual([
    ["cut", true],
    ["foreign", true],
    ["gone", true],
    ["timeless", true],
    ["unsure", true],
  ]);
  expect(stdout).toContain("moved  hello-upload  e1\n  token-forbidden  first 2026-11-19 09:00:00");
  expect(stdout).toContain("moved  hello-upload  e2\n  received-too-often");
  expect(stdout).toContain("moved  hello-upload  e3\n  NO_PERMISSIONS");
  expect(stdout).toContain(`moved  hello-every-morning  ${scheduleArn} 2026-11-20T06:30:00Z`);
  expect(stdout).toContain(`message gone  NO_PERMISSIONS\n  It stays where it is: no trigger is`);
  expect(stdout).toContain("message cut  undelivered\n  It stays where it is: EventBridge");
  expect(stdout).toContain("6 of 11 dead letters moved.");
  expect(stdout).toContain("1 left with the code result-unsure");
  expect(stdout).toContain("4 left that can't be understood");
  const asked = callsOf("AWSEvents.ListTargetsByRule");
  expect(asked).toContainEqual({ Rule: "upload-rule", EventBusName: "partner/of/x" });
  expect(callsOf("AmazonSQS.ReceiveMessage")[0]).toMatchObject({ VisibilityTimeout: 120 });
});

test("--dry-run with a code of AWS moves nothing and hides nothing", async () => {
  add("own", { trigger: "hello-upload", event: { id: "e1" } }, { code: "token-forbidden" });
  const late = { SCHEDULE_ARN: scheduleArn, SCHEDULED_TIME: "2026-11-20T06:30:00Z" };
  const schedule = { arn: "a", "scheduled-time": "b", cron: "c", timezone: "d" };
  add("late", { trigger: "nightly", schedule }, { ...late, ERROR_CODE: "AccessDeniedException" });
  const args = ["--deployed", "--dry-run", "--code", "AccessDeniedException"];
  const { code, stdout } = await run("redrive", args, aws.environment);
  expect(stdout).toBe(
    "would move  nightly  a b\n" +
      "  AccessDeniedException  first 2026-11-20 10:00:00  last 2026-11-20 10:00:00\n" +
      "1 of 2 dead letters would be moved.\n",
  );
  expect(code).toBe(0);
  expect(aws.deadLetters.map(({ id, visible }) => [id, visible])).toEqual([
    ["own", true],
    ["late", true],
  ]);
  expect(aws.deliveries).toEqual([]);
});

test.each([
  ["a stack that is not there", { STACK_NAME: "Other" }, /^AWS answered: Stack with id Other does/],
  ["no region", { AWS_REGION: "" }, /^The AWS region is not known\. Set AWS_REGION/],
  ["no connection", { AWS_ENDPOINT_URL: "http://127.0.0.1:9" }, /^AWS can't be reached: .*REFUSED/],
])("%s is told, and ends it with 1", async (_, environment, message) => {
  const all = { ...aws.environment, AWS_MAX_ATTEMPTS: "1", ...environment };
  const { code, stderr } = await run("redrive", ["--deployed"], all);
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(code).toBe(1);
});

function openQueue() {
  const { AWS_ENDPOINT_URL: endpoint = "", AWS_REGION: region = "" } = aws.environment;
  const credentials = { accessKeyId: "key", secretAccessKey: "secret" };
  const client = new SQSClient({ endpoint, region, credentials, maxAttempts: 1 });
  return createDeadLetterQueue(client, aws.urls);
}

test("all of many letters are listed once, through receives that give nothing", async () => {
  const ids = Array.from({ length: 35 }, (_, index) => `letter-${index}`);
  for (const id of ids) add(id, id);
  const listed = await openQueue().list();
  expect(listed.map(({ id }) => id).sort()).toEqual([...ids].sort());
  expect(aws.deadLetters.filter(({ visible }) => visible)).toEqual([]);
});

test("a letter that comes twice is listed once, and deleted by its newest receipt", async () => {
  add("twice", "{}");
  const queue = openQueue();
  const [first] = aws.deadLetters;
  await queue.list();
  Object.assign(first ?? {}, { visible: true });
  const [again, ...others] = await queue.list();
  expect(others).toEqual([]);
  if (again !== undefined) await queue.moveBack(again, { body: "{}", attributes: {} });
  expect(aws.deadLetters).toEqual([]);
});

test("what was sent and can't be deleted is there twice, never lost", async () => {
  add("letter", "{}");
  const queue = openQueue();
  const [letter] = await queue.list();
  aws.deadLetters.map((message) => Object.assign(message, { receipt: "of another" }));
  if (letter === undefined) throw new Error("nothing was listed");
  await expect(queue.moveBack(letter, { body: "{}", attributes: {} })).rejects.toThrow(
    expect.objectContaining({ name: "ReceiptHandleIsInvalid" }),
  );
  expect([aws.deliveries.length, aws.deadLetters.length]).toEqual([1, 1]);
});
