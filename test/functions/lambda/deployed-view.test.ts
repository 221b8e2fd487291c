import {
  CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateCommand,
  ListStackResourcesCommand,
} from "@aws-sdk/client-cloudformation";
import { EventBridgeClient, ListRulesCommand } from "@aws-sdk/client-eventbridge";
import {
  ListSchedulesCommand,
  ResourceNotFoundException,
  SchedulerClient,
} from "@aws-sdk/client-scheduler";
import { GetQueueAttributesCommand, QueueDoesNotExist, SQSClient } from "@aws-sdk/client-sqs";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, expect, test } from "vitest";
import { viewDeployed } from "../../../functions/lambda/deployed-view.ts";

const cloudFormation = mockClient(CloudFormationClient);
const scheduler = mockClient(SchedulerClient);
const eventBridge = mockClient(EventBridgeClient);
const sqs = mockClient(SQSClient);
beforeEach(() => {
  for (const client of [cloudFormation, scheduler, eventBridge, sqs]) client.reset();
});

const view = viewDeployed("Stack");

test("a stack is described with its outputs, and when it was deployed last", async () => {
  const CreationTime = new Date("2026-11-20T12:00:00Z");
  const LastUpdatedTime = new Date("2026-11-24T12:00:00Z");
  const stack = {
    ...{ StackName: "Stack", StackStatus: "UPDATE_COMPLETE" as const, CreationTime },
    Outputs: [{ OutputKey: "QueueUrl", OutputValue: "url" }, {}],
  };
  const outputs = { QueueUrl: "url", "": "" };
  cloudFormation
    .on(DescribeStacksCommand, { StackName: "Stack" })
    .resolvesOnce({ Stacks: [{ ...stack, LastUpdatedTime, StackStatusReason: "why" }] })
    .resolvesOnce({ Stacks: [stack] })
    .resolves({});
  const status = "UPDATE_COMPLETE";
  expect(await view.stack()).toEqual({ status, reason: "why", updated: LastUpdatedTime, outputs });
  expect(await view.stack()).toMatchObject({ reason: undefined, updated: CreationTime });
  expect(await view.stack()).toEqual({
    ...{ status: "", reason: undefined, updated: undefined, outputs: {} },
  });
});

test("the template is the one that was given", async () => {
  const request = { StackName: "Stack", TemplateStage: "Original" as const };
  cloudFormation.on(GetTemplateCommand, request).resolvesOnce({ TemplateBody: "{}" }).resolves({});
  expect([await view.template(), await view.template()]).toEqual(["{}", ""]);
});

test("resources are listed page after page, without those that are not made yet", async () => {
  const resource = (id: string) => ({
    ...{ LogicalResourceId: id, PhysicalResourceId: `${id}-1`, ResourceType: "T" },
    ...{ LastUpdatedTimestamp: new Date(), ResourceStatus: "CREATE_COMPLETE" as const },
  });
  const { PhysicalResourceId: _, ...unmade } = resource("c");
  cloudFormation
    .on(ListStackResourcesCommand)
    .resolves({ StackResourceSummaries: [resource("a")], NextToken: "more" })
    .on(ListStackResourcesCommand, { NextToken: "more" })
    .resolves({ StackResourceSummaries: [resource("b"), unmade] });
  expect(await view.resources()).toEqual([
    { logicalId: "a", physicalId: "a-1", type: "T" },
    { logicalId: "b", physicalId: "b-1", type: "T" },
  ]);
});

test("resources and templates of nested stacks are behind the nested stack's id", async () => {
  const resource = (id: string, type: string, status = "CREATE_COMPLETE") => ({
    ...{ LogicalResourceId: id, PhysicalResourceId: `${id}-1`, ResourceType: type },
    ...{ LastUpdatedTimestamp: new Date(), ResourceStatus: status as "CREATE_COMPLETE" },
  });
  const stack = "AWS::CloudFormation::Stack";
  cloudFormation
    .on(ListStackResourcesCommand, { StackName: "Stack" })
    .resolves({
      StackResourceSummaries: [
        resource("a", "T"),
        resource("Gone", stack, "DELETE_COMPLETE"),
        resource("Nested", stack, "UPDATE_COMPLETE"),
      ],
    })
    .on(ListStackResourcesCommand, { StackName: "Nested-1" })
    .resolves({ StackResourceSummaries: [resource("b", "T")], NextToken: "more" })
    .on(ListStackResourcesCommand, { StackName: "Nested-1", NextToken: "more" })
    .resolves({
      StackResourceSummaries: [resource("c", "T"), resource("d", "T", "DELETE_COMPLETE")],
    })
    .on(GetTemplateCommand, { StackName: "Nested-1" })
    .resolves({ TemplateBody: "{}" });
  const resources = await view.resources();
  expect(resources).toEqual([
    { logicalId: "a", physicalId: "a-1", type: "T" },
    { logicalId: "Nested", physicalId: "Nested-1", type: stack },
    { logicalId: "Nested/b", physicalId: "b-1", type: "T" },
    { logicalId: "Nested/c", physicalId: "c-1", type: "T" },
  ]);
  expect([...(await view.nestedTemplates(resources))]).toEqual([["Nested", "{}"]]);
});

test("schedules of a group are listed page after page, with whether they are on", async () => {
  scheduler
    .on(ListSchedulesCommand, { GroupName: "group" })
    .resolves({ Schedules: [{ Name: "a", State: "ENABLED" }], NextToken: "more" })
    .on(ListSchedulesCommand, { GroupName: "group", NextToken: "more" })
    .resolves({ Schedules: [{ Name: "b", State: "DISABLED" }] });
  expect([...((await view.schedules("group")) ?? [])]).toEqual([
    ["a", true],
    ["b", false],
  ]);
});

test("rules of a bus are listed page after page, with whether they are on", async () => {
  eventBridge
    .on(ListRulesCommand, { EventBusName: "bus" })
    .resolves({ Rules: [{ Name: "a", State: "DISABLED" }], NextToken: "more" })
    .on(ListRulesCommand, { EventBusName: "bus", NextToken: "more" })
    .resolves({ Rules: [{ Name: "b", State: "ENABLED" }] });
  expect([...((await view.rules("bus")) ?? [])]).toEqual([
    ["a", false],
    ["b", true],
  ]);
});

test("the depth of a queue is what SQS counts", async () => {
  sqs
    .on(GetQueueAttributesCommand, { QueueUrl: "url" })
    .resolvesOnce({
      Attributes: {
        ApproximateNumberOfMessages: "3",
        ApproximateNumberOfMessagesNotVisible: "2",
        ApproximateNumberOfMessagesDelayed: "1",
      },
    })
    .resolves({});
  expect(await view.queueDepth("url")).toEqual({ waiting: 3, inFlight: 2, delayed: 1 });
  expect(await view.queueDepth("url")).toEqual({ waiting: 0, inFlight: 0, delayed: 0 });
});

test("a queue, a group and a bus that are deleted are nothing; what is refused is an error", async () => {
  const $metadata = { httpStatusCode: 400 };
  const gone = new ResourceNotFoundException({ message: "gone", Message: "gone", $metadata });
  sqs
    .on(GetQueueAttributesCommand)
    .rejectsOnce(new QueueDoesNotExist({ message: "gone", $metadata }))
    .rejects(gone);
  scheduler.on(ListSchedulesCommand).rejectsOnce(gone).rejects(new Error("refused"));
  eventBridge.on(ListRulesCommand).rejectsOnce(gone).rejects(new Error("refused"));
  const all = () => [view.queueDepth("url"), view.schedules("group"), view.rules("bus")];
  expect(await Promise.all(all())).toEqual([undefined, undefined, undefined]);
  const settled = await Promise.allSettled(all());
  expect(settled.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
});
