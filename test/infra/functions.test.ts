import { expect, test } from "vitest";
import { policiesOf } from "./policies.ts";
import { onlyResource, resourceNamed, resourcesOf } from "./resources.ts";
import { synthesize } from "./synthesize.ts";

const template = synthesize({
  hello: { on: { http: { path: "/hello" }, event: { source: ["aws.s3"] } } },
});

const sameInBoth = {
  Code: expect.anything(),
  Runtime: "nodejs24.x",
  Architectures: ["arm64"],
  MemorySize: 512,
  Description: expect.any(String),
};

const inBoth = {
  LEDGER_TABLE: "${Ledger}",
  QUEUE_URL: "${Deliveries}",
  URL_SUFFIX: "${AWS::URLSuffix}",
};

test("the HTTP function answers within the 30 s that an HTTP API waits", () => {
  const { properties } = resourceNamed(template, "AWS::Lambda::Function", "HttpFunction");
  expect(properties).toEqual({
    ...sameInBoth,
    Handler: "http.handler",
    Timeout: 29,
    Role: "${HttpRole.Arn}",
    LoggingConfig: { LogFormat: "JSON", LogGroup: "${HttpLogs}" },
    Environment: { Variables: inBoth },
  });
});

test("the queue's function besides knows where dead letters go", () => {
  const { properties } = resourceNamed(template, "AWS::Lambda::Function", "QueueFunction");
  expect(properties).toEqual({
    ...sameInBoth,
    Handler: "queue.handler",
    Timeout: 60,
    Role: "${QueueRole.Arn}",
    LoggingConfig: { LogFormat: "JSON", LogGroup: "${QueueLogs}" },
    Environment: { Variables: { ...inBoth, DEAD_LETTERS_URL: "${DeadLetters}" } },
  });
});

test("logs are kept for a month", () => {
  const groups = resourcesOf(template, "AWS::Logs::LogGroup");
  expect(groups.map(({ id, properties }) => [id, properties])).toEqual([
    ["HttpLogs", { RetentionInDays: 30 }],
    ["QueueLogs", { RetentionInDays: 30 }],
    ["HttpApiAccessLogs", { RetentionInDays: 30 }],
  ]);
});

test.each([
  ["routes and events", template],
  ["routes alone", synthesize({ hello: { on: { http: { path: "/hello" } } } })],
])("%s: the queue feeds its function in batches whose failures are told apart", (_, stack) => {
  expect(onlyResource(stack, "AWS::Lambda::EventSourceMapping").properties).toEqual({
    EventSourceArn: "${Deliveries.Arn}",
    FunctionName: "${QueueFunction}",
    BatchSize: 10,
    FunctionResponseTypes: ["ReportBatchItemFailures"],
    ScalingConfig: { MaximumConcurrency: 5 },
  });
});

const ownSecret =
  "arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:github/dispatch-token-??????";
const readSecret = { actions: ["secretsmanager:GetSecretValue"], resources: [ownSecret] };
const writeLogs = ["logs:CreateLogStream", "logs:PutLogEvents"];
const useLedger = {
  actions: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"],
  resources: ["${Ledger.Arn}", "${Ledger.Arn}/index/by-time"],
};
const sendTo = (queue: string) => ({
  actions: ["sqs:SendMessage"],
  resources: [`\${${queue}.Arn}`],
});

test("the HTTP function may write its log, read its secrets, use the ledger and let calls wait, and nothing else", () => {
  expect(statementsOf("HttpRole")).toEqual([
    { actions: writeLogs, resources: ["${HttpLogs.Arn}"] },
    readSecret,
    useLedger,
    sendTo("Deliveries"),
  ]);
});

test("the queue's function may take from its queue and postpone, and send dead letters", () => {
  expect(statementsOf("QueueRole")).toEqual([
    { actions: writeLogs, resources: ["${QueueLogs.Arn}"] },
    readSecret,
    useLedger,
    sendTo("DeadLetters"),
    {
      actions: [
        "sqs:ChangeMessageVisibility",
        "sqs:DeleteMessage",
        "sqs:GetQueueAttributes",
        "sqs:GetQueueUrl",
        "sqs:ReceiveMessage",
      ],
      resources: ["${Deliveries.Arn}"],
    },
  ]);
});

function statementsOf(role: string) {
  return policiesOf(template, role).flatMap(({ statements }) => statements);
}

test.each(["HttpRole", "QueueRole"])("%s is for Lambda, with no policy of AWS's own", (role) => {
  expect(resourceNamed(template, "AWS::IAM::Role", role).properties).toEqual({
    AssumeRolePolicyDocument: {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: "sts:AssumeRole",
          Principal: { Service: "lambda.amazonaws.com" },
        },
      ],
    },
  });
});
