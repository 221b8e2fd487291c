import { createHash } from "node:crypto";
import { Duration, Stack } from "aws-cdk-lib";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { CfnSchedule, CfnScheduleGroup } from "aws-cdk-lib/aws-scheduler";
import { Construct } from "constructs";
import type { Config, Schedule } from "../dispatch/config.ts";
import type { Queues } from "./queues.ts";

/** The most that EventBridge Scheduler tries: docs.aws.amazon.com/scheduler/latest/APIReference/API_RetryPolicy.html. */
const retryPolicy = {
  maximumEventAgeInSeconds: Duration.hours(24).toSeconds(),
  maximumRetryAttempts: 185,
};

/** One schedule of EventBridge Scheduler for each in the file, in a group of the stack's own. */
export function createSchedules(parent: Construct, config: Config, queues: Queues): void {
  const schedules = Object.entries(config.triggers).flatMap(([trigger, { on }]) =>
    (on.schedule ?? []).map((schedule) => ({ trigger, schedule })),
  );
  if (schedules.length === 0) return;
  const scope = new Construct(parent, "Schedules");
  const group = new CfnScheduleGroup(scope, "Group", { name: Stack.of(parent).stackName });
  const role = createRole(scope, group, queues);
  for (const { trigger, schedule } of schedules) {
    new CfnSchedule(scope, `${trigger}-${fingerprint(schedule)}`, {
      groupName: group.ref,
      description: `Trigger ${trigger}: ${schedule.cron} ${schedule.timezone}`,
      scheduleExpression: schedule.expression,
      scheduleExpressionTimezone: schedule.timezone,
      ...(schedule.start === undefined ? {} : { startDate: schedule.start }),
      ...(schedule.end === undefined ? {} : { endDate: schedule.end }),
      flexibleTimeWindow: flexibleTimeWindow(schedule),
      state: schedule.enabled ? "ENABLED" : "DISABLED",
      target: {
        arn: queues.deliveries.queueArn,
        roleArn: role.roleArn,
        input: JSON.stringify(envelope(trigger, schedule)),
        retryPolicy,
        deadLetterConfig: { arn: queues.deadLetters.queueArn },
      },
    });
  }
}

function createRole(scope: Construct, group: CfnScheduleGroup, queues: Queues): Role {
  const role = new Role(scope, "Role", {
    assumedBy: new ServicePrincipal("scheduler.amazonaws.com", {
      // docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
      conditions: { StringEquals: { "aws:SourceArn": group.attrArn } },
    }),
  });
  queues.deliveries.grantSendMessages(role);
  queues.deadLetters.grantSendMessages(role);
  return role;
}

/** An id of what the schedule says, so that the order of the list in the file means nothing. */
function fingerprint({ expression, timezone }: Schedule): string {
  return createHash("sha256").update(`${expression} ${timezone}`).digest("hex").slice(0, 8);
}

function flexibleTimeWindow(schedule: Schedule): CfnSchedule.FlexibleTimeWindowProperty {
  const minutes = schedule["flexible-window"];
  return minutes === undefined
    ? { mode: "OFF" }
    : { mode: "FLEXIBLE", maximumWindowInMinutes: minutes };
}

/** docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html */
function envelope(trigger: string, { cron, timezone }: Schedule) {
  const schedule = {
    arn: "<aws.scheduler.schedule-arn>",
    "scheduled-time": "<aws.scheduler.scheduled-time>",
    cron,
    timezone,
  };
  return { trigger, schedule };
}
