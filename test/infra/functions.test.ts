import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { policiesOf, secretsOf } from "./policies.ts";
import { onlyResource, resourceNamed, resourcesOf } from "./resources.ts";
import { synthesize, type Triggers } from "./synthesize.ts";

interface SecretCase {
  readonly name: string;
  readonly triggers: Triggers;
  readonly http: readonly string[];
  readonly queue: readonly string[];
}

const cases: SecretCase[] = JSON.parse(
  readFileSync(new URL("./cases/secrets.json", import.meta.url), "utf8"),
);

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

test("the HTTP function answers within the 30 s that an HTTP API waits", () => {
  const { properties } = resourceNamed(template, "AWS::Lambda::Function", "HttpFunction");
  expect(properties).toEqual({
    ...sameInBoth,
    Handler: "http.handler",
    Timeout: 29,
    Role: "${HttpRole.Arn}",
    LoggingConfig: { LogFormat: "JSON", LogGroup: "${HttpLogs}" },
  });
});

test("the queue's function knows where dead letters go", () => {
  const { properties } = resourceNamed(template, "AWS::Lambda::Function", "QueueFunction");
  expect(properties).toEqual({
    ...sameInBoth,
    Handler: "queue.handler",
    Timeout: 60,
    Role: "${QueueRole.Arn}",
    LoggingConfig: { LogFormat: "JSON", LogGroup: "${QueueLogs}" },
    Environment: { Variables: { DEAD_LETTERS_URL: "${DeadLetters}" } },
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

test("the queue feeds its function in batches whose failures are told apart", () => {
  expect(onlyResource(template, "AWS::Lambda::EventSourceMapping").properties).toEqual({
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

test("the HTTP function may write its log and read its secrets, and nothing else", () => {
  expect(statementsOf("HttpRole")).toEqual([
    { actions: writeLogs, resources: ["${HttpLogs.Arn}"] },
    readSecret,
  ]);
});

test("the queue's function may besides take from its queue and send dead letters", () => {
  expect(statementsOf("QueueRole")).toEqual([
    { actions: writeLogs, resources: ["${QueueLogs.Arn}"] },
    readSecret,
    {
      actions: ["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:SendMessage"],
      resources: ["${DeadLetters.Arn}"],
    },
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

test.each(cases)("secrets: $name", ({ triggers, http, queue }) => {
  const stack = synthesize(triggers);
  expect(secretsOf(stack, "HttpRole")).toEqual(http);
  expect(secretsOf(stack, "QueueRole")).toEqual(queue);
});

test("a hundred routes with secrets of their own stay within IAM's limits for policies", () => {
  const routes = Array.from({ length: 100 }, (_, index) => {
    const auth = { token: { secret: `routes/one-of-a-hundred-deployments/token-${index}` } };
    return [`route-${index}`, { on: { http: { path: `/${index}`, auth } } }] as const;
  });
  const stack = synthesize(Object.fromEntries(routes));
  const policies = policiesOf(stack, "HttpRole");
  expect(secretsOf(stack, "HttpRole")).toHaveLength(101);
  // docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
  const limits = { inline: 10_240, managed: 6_144 };
  expect(policies.filter(({ kind, size }) => size > limits[kind])).toEqual([]);
  const { dependsOn } = resourceNamed(stack, "AWS::Lambda::Function", "HttpFunction");
  const attached = dependsOn.filter((id) => id.includes("Policy"));
  expect(attached).toHaveLength(policies.length);
});
