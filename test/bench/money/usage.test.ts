import { describe, expect, test } from "vitest";
import { deployed, month } from "../../../bench/money/deployed.ts";
import { accessLine } from "../../../bench/money/lambda-log.ts";
import {
  apiDestinationUsage,
  billedMilliseconds,
  dispatcherUsage,
} from "../../../bench/money/usage.ts";
import { synthesize } from "../../infra/synthesize.ts";

describe("a month", () => {
  const durations = { coldMilliseconds: 100, warmMilliseconds: 10 };
  const footprint = {
    writeUnits: 7,
    storedBytes: 2 ** 20,
    keptSeconds: 2 * month,
    logBytes: 2 ** 20,
  };
  const footprints = { warm: footprint, cold: { ...footprint, writeUnits: 8 } };

  test("of 1,024 cold dispatches of schedules", () => {
    // 100 ms × 1769 / 512 + 610 ms
    expect(billedMilliseconds(durations).cold).toBe(956);
    const traffic = { origin: "schedule", dispatches: 1024, coldShare: 1 } as const;
    expect(dispatcherUsage(traffic, durations, footprints)).toEqual({
      "schedule-invocation": 1024,
      // 5 pollers × 131,400 long polls, and 3 for each message
      "sqs-request": 657_000 + 3072,
      "lambda-request": 1024,
      "lambda-gb-second": 1024 * 0.956 * 0.5,
      "write-unit": 8192,
      "table-gb-month": 2,
      "recovery-gb-month": 2,
      "secret-month": 1,
      "secret-read": 1024,
      "log-gb": 1,
      "log-gb-month": 720 / 730,
    });
  });

  test("of calls, half of which are warm", () => {
    // 10 ms × 1769 / 512 + 310 ms
    expect(billedMilliseconds(durations).warm).toBe(345);
    const traffic = { origin: "call", dispatches: 2048, coldShare: 0.5 } as const;
    const usage = dispatcherUsage(traffic, durations, footprints);
    expect(usage).toMatchObject({
      "http-api-request": 2048,
      "sqs-request": 657_000,
      "write-unit": 2048 * 7.5,
    });
    expect(usage["lambda-gb-second"]).toBeCloseTo((2048 * (0.956 + 0.345)) / 2 / 2, 6);
    expect(usage["schedule-invocation"]).toBeUndefined();
  });

  test("of so many dispatches that they take several credentials reads each secret for each instance", () => {
    const traffic = { origin: "own-event", dispatches: 1_000_000, coldShare: 0 } as const;
    const usage = dispatcherUsage(traffic, durations, footprints);
    // 500 in an hour and a little: 358,820 a month.
    expect(usage["secret-month"]).toBe(3);
    expect(usage["secret-read"]).toBe(3 * 5 * 8760);
    expect(usage["custom-event"]).toBe(1_000_000);
  });

  test.each([
    // By a scheduled rule of EventBridge, which is free.
    ["schedule", { "api-destination-call": 10 }],
    ["aws-event", { "api-destination-call": 10 }],
    ["own-event", { "custom-event": 10, "api-destination-call": 10 }],
    ["call", { "http-api-request": 10, "custom-event": 10, "api-destination-call": 10 }],
  ] as const)("of an API destination: %s", (origin, usage) => {
    expect(apiDestinationUsage({ origin, dispatches: 10 })).toEqual(usage);
  });
});

test("what is billed is what is deployed", () => {
  const template = synthesize({ a: { on: { http: { path: "/a" } } } });
  const properties = (type: string) =>
    Object.values(template.findResources(type)).map(({ Properties }) => Properties);
  const functions = properties("AWS::Lambda::Function");
  expect(functions).toHaveLength(2);
  for (const { MemorySize, Architectures } of functions) {
    expect([MemorySize, Architectures]).toEqual([deployed.memoryMegabytes, ["arm64"]]);
  }
  const [mapping] = properties("AWS::Lambda::EventSourceMapping");
  expect(mapping?.ScalingConfig).toEqual({ MaximumConcurrency: deployed.queueConcurrency });
  for (const { RetentionInDays } of properties("AWS::Logs::LogGroup")) {
    expect(RetentionInDays).toBe(deployed.logRetentionDays);
  }
  const [table] = properties("AWS::DynamoDB::Table");
  expect(table).toMatchObject({
    BillingMode: "PAY_PER_REQUEST",
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    LocalSecondaryIndexes: [{ Projection: { ProjectionType: "ALL" } }],
  });
  const [stage] = properties("AWS::ApiGatewayV2::Stage");
  const format = JSON.parse(stage?.AccessLogSettings.Format);
  expect(Object.keys(format)).toEqual(Object.keys(accessLine));
});
