import { expect, test } from "vitest";
import { outputsOf, resourcesOf } from "./resources.ts";
import { synthesize, type Triggers } from "./synthesize.ts";

const ownOutputs = {
  QueueUrl: "${Deliveries}",
  DeadLettersUrl: "${DeadLetters}",
  LedgerTable: "${Ledger}",
};

const schedule: Triggers = { nightly: { on: { schedule: [{ cron: "rate(1 day)" }] } } };
const http: Triggers = { hello: { on: { http: { path: "/hello" } } } };
const event: Triggers = { upload: { on: { event: { source: ["aws.s3"] } } } };

const kinds = {
  schedule: ["AWS::Scheduler::Schedule", "AWS::Scheduler::ScheduleGroup"],
  http: [
    "AWS::ApiGatewayV2::Api",
    "AWS::ApiGatewayV2::Integration",
    "AWS::ApiGatewayV2::Route",
    "AWS::ApiGatewayV2::Stage",
    "AWS::Lambda::Permission",
  ],
  event: ["AWS::Events::Rule"],
};

test.each([
  ["schedules", schedule, kinds.schedule],
  ["routes", http, kinds.http],
  ["events", event, kinds.event],
])("a file with %s alone makes nothing for the others", (_, triggers, own) => {
  const template = synthesize(triggers);
  const made = Object.values(kinds)
    .flat()
    .filter((type) => resourcesOf(template, type).length > 0);
  expect(made).toEqual(own);
});

test("the outputs are the API's URL, the queues and the ledger", () => {
  expect(outputsOf(synthesize({ ...http, ...event }))).toEqual({
    Url: "${HttpApi.ApiEndpoint}",
    ...ownOutputs,
  });
});

test("without routes there is no URL", () => {
  expect(outputsOf(synthesize({ ...schedule, ...event }))).toEqual(ownOutputs);
});

test("three hundred triggers are one resource each, in fewer than 450", () => {
  const hundred = Array.from({ length: 100 }, (_, index) => [
    [`schedule-${index}`, { on: { schedule: [{ cron: `${index % 60} ${index % 24} * * *` }] } }],
    [`route-${index}`, { on: { http: { path: `/routes/${index}/{id}` } } }],
    [`event-${index}`, { on: { event: { source: [`acme.source-${index}`] } } }],
  ]);
  const template = synthesize(Object.fromEntries(hundred.flat()));
  template.resourceCountIs("AWS::Scheduler::Schedule", 100);
  template.resourceCountIs("AWS::ApiGatewayV2::Route", 100);
  template.resourceCountIs("AWS::Events::Rule", 100);
  const count = (from: typeof template) => Object.keys(from.toJSON().Resources).length;
  expect(count(template)).toBeLessThan(450);
  const one = synthesize({ ...schedule, ...http, ...event });
  expect(count(template) - count(one)).toBe(3 * 99);
  // docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
  expect(JSON.stringify(template.toJSON(), null, 1).length).toBeLessThan(1_000_000);
});
