import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { onlyResource, resourceNamed, resourcesOf } from "./resources.ts";
import { synthesize } from "./synthesize.ts";

interface ScheduleCase {
  readonly name: string;
  readonly schedule: { readonly cron: string; readonly timezone?: string };
  /** The properties that say when it fires. */
  readonly timing: object;
}

const cases: ScheduleCase[] = JSON.parse(
  readFileSync(new URL("./cases/schedules.json", import.meta.url), "utf8"),
);

const scheduled = (...schedule: readonly object[]) => ({ on: { schedule } });

test.each(cases)("schedule: $name", ({ schedule, timing }) => {
  const template = synthesize({ nightly: scheduled(schedule) });
  const { cron, timezone = "UTC" } = schedule;
  expect(onlyResource(template, "AWS::Scheduler::Schedule").properties).toEqual({
    Description: `Trigger nightly: ${cron} ${timezone}`,
    FlexibleTimeWindow: { Mode: "OFF" },
    GroupName: "${SchedulesGroup}",
    State: "ENABLED",
    ...timing,
    Target: {
      Arn: "${Deliveries.Arn}",
      RoleArn: "${SchedulesRole.Arn}",
      Input:
        '{"trigger":"nightly","schedule":{"arn":"<aws.scheduler.schedule-arn>",' +
        '"scheduled-time":"<aws.scheduler.scheduled-time>",' +
        `"cron":"${cron}","timezone":"${timezone}"}}`,
      RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
      DeadLetterConfig: { Arn: "${DeadLetters.Arn}" },
    },
  });
});

test("the schedules are in a group of the stack's own", () => {
  const template = synthesize({
    nightly: scheduled({ cron: "0 0 * * *" }, { cron: "0 12 * * *" }),
    hourly: scheduled({ cron: "0 * * * *" }),
  });
  expect(onlyResource(template, "AWS::Scheduler::ScheduleGroup").properties).toEqual({
    Name: "Dispatcher",
  });
  const schedules = resourcesOf(template, "AWS::Scheduler::Schedule");
  expect(schedules.map(({ properties }) => properties.GroupName)).toEqual(
    Array(3).fill("${SchedulesGroup}"),
  );
});

test("the schedules' role is for this group alone, and may send to the two queues alone", () => {
  const template = synthesize({ nightly: scheduled({ cron: "0 0 * * *" }) });
  expect(resourceNamed(template, "AWS::IAM::Role", "SchedulesRole").properties).toEqual({
    AssumeRolePolicyDocument: {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: "sts:AssumeRole",
          Principal: { Service: "scheduler.amazonaws.com" },
          Condition: { StringEquals: { "aws:SourceArn": "${SchedulesGroup.Arn}" } },
        },
      ],
    },
    Policies: [
      {
        PolicyName: "Send",
        PolicyDocument: {
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Action: "sqs:SendMessage",
              Resource: ["${DeadLetters.Arn}", "${Deliveries.Arn}"],
            },
          ],
        },
      },
    ],
  });
});

test("a schedule comes after the function that knows its trigger", () => {
  const template = synthesize({ nightly: scheduled({ cron: "0 0 * * *" }) });
  const { dependsOn } = onlyResource(template, "AWS::Scheduler::Schedule");
  expect(dependsOn).toContain("QueueFunction");
});
