import { Duration, Stack } from "aws-cdk-lib";
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { CfnSchedule, CfnScheduleGroup } from "aws-cdk-lib/aws-scheduler";
import { Construct } from "constructs";
import type { Config, Schedule } from "../dispatch/config.ts";
import { fingerprint } from "./fingerprint.ts";
import type { ScopeOf } from "./places.ts";
import type { Queues } from "./queues.ts";

/** The most that EventBridge Scheduler tries: docs.aws.amazon.com/scheduler/latest/APIReference/API_RetryPolicy.html. */
const retryPolicy = {
  maximumEventAgeInSeconds: Duration.hours(24).toSeconds(),
  maximumRetryAttempts: 185,
};

/** docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateScheduleGroup.html; a stack's name may be longer. */
const maxGroupName = 64;

/**
 * One schedule of EventBridge Scheduler for each in the file, in a group of the stack's own.
 *
 * @param now when this is deployed; a start before it is left out.
 * @returns what holds those in the root stack, or nothing if the file has none.
 */
export function createSchedules(
  parent: Construct,
  config: Config,
  queues: Queues,
  now: Date,
  scopeOf: ScopeOf,
): Construct | undefined {
  const schedules = Object.entries(config.triggers).flatMap(([trigger, { on }]) =>
    (on.schedule ?? []).map((schedule) => ({ trigger, schedule })),
  );
  if (schedules.length === 0) return undefined;
  const scope = new Construct(parent, "Schedules");
  const name = Stack.of(parent).stackName.slice(0, maxGroupName);
  const group = new CfnScheduleGroup(scope, "Group", { name });
  const role = createRole(scope, group, queues);
  for (const { trigger, schedule } of schedules) {
    const id = scheduleId(trigger, schedule);
    const place = scopeOf("Schedules", id);
    if (place === undefined) continue;
    new CfnSchedule(place, id, {
      groupName: group.ref,
      description: `Trigger ${trigger}: ${schedule.cron} ${schedule.timezone}`,
      ...timing(schedule, now),
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
  return scope;
}

/** The policy is the role's own, so that no schedule is there before it may send. */
function createRole(scope: Construct, group: CfnScheduleGroup, queues: Queues): Role {
  const send = new PolicyStatement({
    actions: ["sqs:SendMessage"],
    resources: [queues.deliveries.queueArn, queues.deadLetters.queueArn],
  });
  return new Role(scope, "Role", {
    assumedBy: new ServicePrincipal("scheduler.amazonaws.com", {
      // docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
      conditions: { StringEquals: { "aws:SourceArn": group.attrArn } },
    }),
    inlinePolicies: { Send: new PolicyDocument({ statements: [send] }) },
  });
}

/** An id of what the schedule says, so that the order of the list in the file means nothing. */
export function scheduleId(trigger: string, { expression, timezone }: Schedule): string {
  return `${trigger}-${fingerprint(`${expression} ${timezone}`)}`;
}

/**
 * When a schedule fires. A start that has passed says nothing any more, and EventBridge Scheduler
 * refuses one that is more than five minutes ago.
 */
function timing({ expression, timezone, start, end, ...schedule }: Schedule, now: Date) {
  const minutes = schedule["flexible-window"];
  return {
    scheduleExpression: expression,
    scheduleExpressionTimezone: timezone,
    ...(start === undefined || new Date(start) <= now ? {} : { startDate: start }),
    ...(end === undefined ? {} : { endDate: end }),
    flexibleTimeWindow:
      minutes === undefined
        ? { mode: "OFF" }
        : { mode: "FLEXIBLE", maximumWindowInMinutes: minutes },
  };
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
