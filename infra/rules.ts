import { Duration, Stack } from "aws-cdk-lib";
import { CfnRule } from "aws-cdk-lib/aws-events";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type { Config } from "../dispatch/config.ts";
import type { ScopeOf } from "./places.ts";
import type { Queues } from "./queues.ts";

/** The most that EventBridge tries: docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html. */
const retryPolicy = {
  maximumEventAgeInSeconds: Duration.hours(24).toSeconds(),
  maximumRetryAttempts: 185,
};

/**
 * One EventBridge rule for each event in the file: AWS matches, and passes the whole event on.
 *
 * @returns what holds those in the root stack, or nothing if the file has no events.
 */
export function createRules(
  parent: Construct,
  config: Config,
  queues: Queues,
  scopeOf: ScopeOf,
): Construct | undefined {
  const events = Object.entries(config.triggers).flatMap(([trigger, { on }]) =>
    on.event === undefined ? [] : [{ trigger, event: on.event }],
  );
  if (events.length === 0) return undefined;
  const scope = new Construct(parent, "Events");
  for (const queue of [queues.deliveries, queues.deadLetters]) {
    letRulesSend(scope, queue);
    // An event that a rule may not send yet is not tried again:
    // docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
    scope.node.addDependency(queue);
  }
  for (const { trigger, event } of events) {
    const id = ruleId(trigger);
    const place = scopeOf("Events", id);
    if (place === undefined) continue;
    new CfnRule(place, id, {
      description: `Trigger ${trigger}`,
      eventBusName: event.bus,
      eventPattern: event.pattern,
      targets: [target(trigger, queues)],
    });
  }
  return scope;
}

/** A trigger has one event at most. */
export function ruleId(trigger: string): string {
  return `Rule-${trigger}`;
}

function target(trigger: string, { deliveries, deadLetters }: Queues): CfnRule.TargetProperty {
  return {
    id: "queue",
    arn: deliveries.queueArn,
    // docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
    inputTransformer: {
      inputTemplate: `{"trigger": "${trigger}", "event": <aws.events.event.json>}`,
    },
    retryPolicy,
    deadLetterConfig: { arn: deadLetters.queueArn },
  };
}

/** Rules send under no role; one statement for all of this account's rules keeps the policy small. */
function letRulesSend(scope: Construct, queue: IQueue): void {
  const { partition, region, account } = Stack.of(scope);
  queue.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal("events.amazonaws.com")],
      actions: ["sqs:SendMessage"],
      resources: [queue.queueArn],
      conditions: {
        ArnLike: { "aws:SourceArn": `arn:${partition}:events:${region}:${account}:rule/*` },
      },
    }),
  );
}
