import {
  CloudFormationClient,
  CloudFormationServiceException,
  DescribeStacksCommand,
  GetTemplateCommand,
  ListStackResourcesCommand,
  type StackResourceSummary,
} from "@aws-sdk/client-cloudformation";
import { EventBridgeClient, ListRulesCommand } from "@aws-sdk/client-eventbridge";
import { ListSchedulesCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { mockClient } from "aws-sdk-client-mock";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Config, readConfig } from "../../../dispatch/config.ts";
import { viewDeployed } from "../../../functions/lambda/deployed-view.ts";
import { diagnoseDeployed } from "../../../local/doctor/diagnose-deployed.ts";
import { foundOf, type Line } from "../../../local/doctor/line.ts";
import type { Template } from "../../../local/doctor/template.ts";
import { parseTemplate, withNested } from "../../../local/doctor/template.ts";
import { type GitHub, startGitHub } from "../../../local/github/server.ts";
import type { Checked } from "../../../local/token-check.ts";

const cloudFormation = mockClient(CloudFormationClient);
const scheduler = mockClient(SchedulerClient);
const eventBridge = mockClient(EventBridgeClient);
const sqs = mockClient(SQSClient);
const secrets = mockClient(SecretsManagerClient);
const clients = [cloudFormation, scheduler, eventBridge, sqs, secrets];

let github: GitHub;
let config: Config;
beforeAll(async () => {
  github = await startGitHub({ repositories: new Map(), tokens: undefined });
  const read = readConfig(`
credentials: { default: { pat: github/token, api-url: "${github.url}" } }
defaults: { repository: acme/hello, ref: main }
triggers:
  nightly:
    on: { schedule: [{ cron: "30 2 * * *" }] }
    workflow: hello.yml
  call:
    on: { http: { method: POST, path: /call, auth: { token: { secret: calls/token } } } }
    workflow: hello.yml`);
  if (read.config === undefined) throw new Error(JSON.stringify(read.problems));
  config = read.config;
});
afterAll(() => github.close());

const schedule = {
  Type: "AWS::Scheduler::Schedule",
  Properties: { Description: "Trigger nightly: 30 2 * * * UTC", State: "ENABLED" },
};
const rule = {
  Type: "AWS::Events::Rule",
  Properties: { Description: "Trigger upload", EventBusName: "partners" },
};
const template = { Resources: { Nightly: schedule, Upload: rule } };

const made = (LogicalResourceId: string, type: string, id: string): StackResourceSummary => ({
  ...{ LogicalResourceId, ResourceType: type, PhysicalResourceId: id },
  ...{ LastUpdatedTimestamp: new Date(0), ResourceStatus: "CREATE_COMPLETE" },
});

const urls = { QueueUrl: "https://sqs/queue", DeadLettersUrl: "https://sqs/dead" };
const outputs = Object.entries(urls).map(([OutputKey, OutputValue]) => ({
  OutputKey,
  OutputValue,
}));
const stack = {
  ...{ StackName: "Stack", StackStatus: "UPDATE_COMPLETE" as const, CreationTime: new Date(0) },
  Outputs: outputs,
};

/** All is well. */
beforeEach(() => {
  for (const client of clients) client.reset();
  cloudFormation
    .on(DescribeStacksCommand)
    .resolves({ Stacks: [stack] })
    .on(GetTemplateCommand)
    .resolves({ TemplateBody: JSON.stringify(template) })
    .on(ListStackResourcesCommand)
    .resolves({
      StackResourceSummaries: [
        made("Group", "AWS::Scheduler::ScheduleGroup", "group"),
        made("Nightly", "AWS::Scheduler::Schedule", "nightly-1"),
        made("Upload", "AWS::Events::Rule", "partners|upload-1"),
      ],
    });
  scheduler
    .on(ListSchedulesCommand, { GroupName: "group" })
    .resolves({ Schedules: [{ Name: "nightly-1", State: "ENABLED" }] });
  eventBridge
    .on(ListRulesCommand, { EventBusName: "partners" })
    .resolves({ Rules: [{ Name: "upload-1", State: "ENABLED" }] });
  sqs.on(GetQueueAttributesCommand).resolves({});
  secrets.on(GetSecretValueCommand).resolves({ SecretString: "stand-in-token" });
});

const awsError = (name: string, message = "no") =>
  new CloudFormationServiceException({
    ...{ name, message, $fault: "client" },
    $metadata: { httpStatusCode: 400 },
  });

async function look(
  file: Checked<Template> = { value: parseTemplate(JSON.stringify(template)) ?? { Resources: {} } },
  asked: string[] = [],
): Promise<readonly Line[]> {
  return diagnoseDeployed(config, {
    triggers: "triggers.yaml",
    view: viewDeployed("Stack"),
    services: {
      fetch,
      timeout: (milliseconds) => AbortSignal.timeout(milliseconds),
      now: Date.now,
      random: () => 0,
    },
    synthesize: async (deployed) => {
      asked.push(...deployed);
      return file;
    },
  });
}

/** What is not green, without what can't be otherwise: that GitHub lists no permissions. */
async function complaints(file?: Checked<Template>, asked?: string[]) {
  const lines = await look(file, asked);
  const told = lines.filter(({ state, about }) => state !== "green" && !/permissions$/.test(about));
  return told.map((line) => [line.state, line.about, foundOf(line)]);
}

test("a stack that is well is told of line by line", async () => {
  const host = new URL(github.url).host;
  const lines = await look();
  expect(lines.map(({ state, about }) => [about, state])).toEqual([
    ["file", "green"],
    ["file, schedules", "green"],
    ["credential default, secret", "green"],
    ["credential default, token", "green"],
    ["credential default, permissions", "green"],
    ["credential default, expiry", "green"],
    [`${host}, API version`, "green"],
    [`clock against ${host}`, "green"],
    ["route POST /call, secret", "green"],
    ["stack Stack", "green"],
    ["queue", "green"],
    ["dead letters", "green"],
    ["schedules", "green"],
    ["rules", "green"],
    ["drift", "green"],
  ]);
  expect(JSON.stringify(lines)).not.toContain("stand-in-token");
});

const has = (text: string) => expect.stringContaining(text);

test.each<[string, () => void, readonly unknown[][]]>([
  [
    "there is no stack",
    () =>
      cloudFormation
        .on(DescribeStacksCommand)
        .rejects(awsError("ValidationError", "Stack with id Stack does not exist")),
    [["red", "stack Stack", has("Set STACK_NAME to the stack's name")]],
  ],
  [
    "the stack may not be described",
    () => cloudFormation.on(DescribeStacksCommand).rejects(awsError("AccessDenied")),
    [["yellow", "stack Stack", has("can be looked at: AWS answered AccessDenied")]],
  ],
  [
    "there are no credentials for AWS",
    () =>
      cloudFormation
        .on(DescribeStacksCommand)
        .rejects(Object.assign(new Error("none"), { name: "CredentialsProviderError" })),
    [["yellow", "stack Stack", has("There are no AWS credentials")]],
  ],
  [
    "the region is not known",
    () => cloudFormation.on(DescribeStacksCommand).rejects(new Error("Region is missing")),
    [["yellow", "stack Stack", has("The AWS region is not known")]],
  ],
  [
    "the queues are deleted",
    () => sqs.on(GetQueueAttributesCommand).rejects(awsError("QueueDoesNotExist")),
    [
      ["red", "queue", "deleted in AWS: https://sqs/queue"],
      ["red", "dead letters", "deleted in AWS: https://sqs/dead"],
    ],
  ],
  [
    "the group of the schedules is deleted",
    () => scheduler.on(ListSchedulesCommand).rejects(awsError("ResourceNotFoundException")),
    [
      ["red", "schedules", "deleted in AWS: the group group, with all its schedules"],
      ["red", "schedules", has("deleted in AWS: schedule of nightly")],
    ],
  ],
  [
    "the event bus of a rule is deleted",
    () => eventBridge.on(ListRulesCommand).rejects(awsError("ResourceNotFoundException")),
    [
      ["red", "rules", "deleted in AWS: the event bus partners, with all its rules"],
      ["red", "rules", "deleted in AWS: event of upload (upload-1)"],
    ],
  ],
  [
    "the last deployment failed",
    () =>
      cloudFormation
        .on(DescribeStacksCommand)
        .resolves({ Stacks: [{ ...stack, StackStatus: "UPDATE_ROLLBACK_COMPLETE" }] }),
    [["yellow", "stack Stack", has("UPDATE_ROLLBACK_COMPLETE")]],
  ],
  [
    "the stack has no outputs",
    () =>
      cloudFormation.on(DescribeStacksCommand).resolves({ Stacks: [{ ...stack, Outputs: [] }] }),
    [
      ["yellow", "queue", has("no output")],
      ["yellow", "dead letters", has("no output")],
    ],
  ],
  [
    "the queue is full, and there are dead letters",
    () =>
      sqs
        .on(GetQueueAttributesCommand)
        .resolves({ Attributes: { ApproximateNumberOfMessages: "1000" } }),
    [
      ["yellow", "queue", has("up to 2 hours")],
      ["yellow", "dead letters", "1000"],
    ],
  ],
  [
    "the template can't be read, which hides no queue",
    () => cloudFormation.on(GetTemplateCommand).rejects(awsError("AccessDenied")),
    [
      ["yellow", "schedules and rules", has("can't be told: AWS answered AccessDenied")],
      ["yellow", "drift", has("can't be told: AWS answered AccessDenied")],
    ],
  ],
  [
    "the template is somebody else's",
    () => cloudFormation.on(GetTemplateCommand).resolves({ TemplateBody: "Resources: {}" }),
    [
      ["yellow", "schedules and rules", has("not the CDK's")],
      ["yellow", "drift", has("not the CDK's")],
    ],
  ],
  [
    "a schedule is paused in AWS",
    () =>
      scheduler
        .on(ListSchedulesCommand)
        .resolves({ Schedules: [{ Name: "nightly-1", State: "DISABLED" }] }),
    [["red", "schedules", "paused in AWS: schedule of nightly: 30 2 * * * UTC (nightly-1)"]],
  ],
  [
    "a schedule is gone",
    () => scheduler.on(ListSchedulesCommand).resolves({}),
    [["red", "schedules", has("deleted in AWS: schedule of nightly")]],
  ],
  [
    "a rule is paused in AWS",
    () =>
      eventBridge
        .on(ListRulesCommand)
        .resolves({ Rules: [{ Name: "upload-1", State: "DISABLED" }] }),
    [["red", "rules", "paused in AWS: event of upload (upload-1)"]],
  ],
  [
    "schedules may not be listed, which hides no rule",
    () => {
      scheduler.on(ListSchedulesCommand).rejects(awsError("AccessDeniedException"));
      eventBridge.on(ListRulesCommand).resolves({});
    },
    [
      ["yellow", "schedules", has("AccessDeniedException")],
      ["red", "rules", has("deleted in AWS")],
    ],
  ],
  [
    "a secret of a route is missing",
    () =>
      secrets
        .on(GetSecretValueCommand, { SecretId: "calls/token" })
        .rejects(awsError("ResourceNotFoundException")),
    [["red", "route POST /call, secret", has("there is no such secret")]],
  ],
  [
    "a secret of a route is empty",
    () =>
      secrets
        .on(GetSecretValueCommand, { SecretId: "calls/token" })
        .resolves({ SecretString: " " }),
    [["red", "route POST /call, secret", has("is empty")]],
  ],
  [
    "a secret may not be read",
    () =>
      secrets
        .on(GetSecretValueCommand, { SecretId: "github/token" })
        .rejects(awsError("AccessDeniedException")),
    [["yellow", "credential default, secret", has("AWS answered AccessDeniedException")]],
  ],
  [
    "a secret is marked for deletion",
    () =>
      secrets
        .on(GetSecretValueCommand, { SecretId: "github/token" })
        .rejects(awsError("InvalidRequestException", "marked for deletion")),
    [["red", "credential default, secret", has("marked for deletion")]],
  ],
])("%s", async (_, arrange, expected) => {
  arrange();
  expect(await complaints()).toEqual(expected);
});

test("what the file has otherwise is drift, and what can't be made can't be told", async () => {
  expect(await complaints({ value: { Resources: { Nightly: schedule } } })).toEqual([
    ["yellow", "drift", "deployed, and not in the file any more: event of upload"],
  ]);
  expect(await complaints({ problem: "the CDK has failed: why" })).toEqual([
    ["yellow", "drift", "can't be told: the CDK has failed: why"],
  ]);
});

test("what is nested is seen like the rest, and compared in its place", async () => {
  const nestedIn = (url: string) => ({
    Type: "AWS::CloudFormation::Stack",
    Properties: { TemplateURL: url, Parameters: { queue: { Ref: "Queue" } } },
  });
  const weekly = (cron: string) => ({
    Type: "AWS::Scheduler::Schedule",
    Properties: { Description: "Trigger weekly: 0 9 * * 1 UTC", ScheduleExpression: cron },
  });
  const root = (url: string) => ({
    Resources: { ...template.Resources, Triggers7: nestedIn(url) },
  });
  const nested = { Resources: { Weekly: weekly("cron(0 9 ? * 2 *)") } };
  cloudFormation
    .on(GetTemplateCommand)
    .resolves({ TemplateBody: JSON.stringify(root("https://bucket/old.json")) })
    .on(GetTemplateCommand, { StackName: "nested-1" })
    .resolves({ TemplateBody: JSON.stringify(nested) })
    .on(ListStackResourcesCommand, { StackName: "nested-1" })
    .resolves({ StackResourceSummaries: [made("Weekly", "AWS::Scheduler::Schedule", "weekly-1")] })
    .on(ListStackResourcesCommand, { StackName: "Stack" })
    .resolves({
      StackResourceSummaries: [
        made("Group", "AWS::Scheduler::ScheduleGroup", "group"),
        made("Nightly", "AWS::Scheduler::Schedule", "nightly-1"),
        made("Upload", "AWS::Events::Rule", "partners|upload-1"),
        made("Triggers7", "AWS::CloudFormation::Stack", "nested-1"),
      ],
    });
  scheduler.on(ListSchedulesCommand, { GroupName: "group" }).resolves({
    Schedules: [
      { Name: "nightly-1", State: "ENABLED" },
      { Name: "weekly-1", State: "DISABLED" },
    ],
  });
  const file = (cron: string) => ({
    value: withNested(
      root("https://bucket/new.json"),
      new Map([["Triggers7", { Resources: { Weekly: weekly(cron) } }]]),
    ),
  });
  const paused = "paused in AWS: schedule of weekly: 0 9 * * 1 UTC (weekly-1)";
  const asked: string[] = [];
  expect(await complaints(file("cron(0 9 ? * 2 *)"), asked)).toEqual([
    ["red", "schedules", paused],
  ]);
  expect(asked).toEqual(["Group", "Nightly", "Upload", "Triggers7", "Triggers7/Weekly"]);
  expect(await complaints(file("cron(0 9 ? * 3 *)"))).toEqual([
    ["red", "schedules", paused],
    ["yellow", "drift", has("otherwise than the file and this code say: schedule of weekly: 0 9")],
  ]);
  const without = { value: withNested(root("https://bucket/new.json"), new Map()) };
  expect(await complaints(without)).toEqual([
    ["red", "schedules", paused],
    [
      "yellow",
      "drift",
      "deployed, and not in the file any more: schedule of weekly: 0 9 * * 1 UTC",
    ],
  ]);
  cloudFormation
    .on(GetTemplateCommand, { StackName: "nested-1" })
    .resolves({ TemplateBody: "Resources: {}" });
  expect(await complaints()).toEqual([
    ["yellow", "schedules and rules", has("not the CDK's")],
    ["yellow", "drift", has("not the CDK's")],
  ]);
});

test("a bug is no line", async () => {
  sqs.on(GetQueueAttributesCommand).rejects(new TypeError("a bug"));
  await expect(look()).rejects.toThrow("a bug");
});
