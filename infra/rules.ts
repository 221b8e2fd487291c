import { Duration } from "aws-cdk-lib";
import { CfnRule } from "aws-cdk-lib/aws-events";
import { Construct } from "constructs";
import type { Config } from "../dispatch/config.ts";
import type { Queues } from "./queues.ts";

/** The most that EventBridge tries: docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html. */
const retryPolicy = {
  maximumEventAgeInSeconds: Duration.hours(24).toSeconds(),
  maximumRetryAttempts: 185,
};

/** One EventBridge rule for each event in the file: AWS matches, and passes the whole event on. */
export function createRules(parent: Construct, config: Config, queues: Queues): void {
  const scope = new Construct(parent, "Rules");
  for (const [trigger, { on }] of Object.entries(config.triggers)) {
    if (on.event === undefined) continue;
    new CfnRule(scope, trigger, {
      description: `Trigger ${trigger}`,
      eventBusName: on.event.bus,
      eventPattern: on.event.pattern,
      targets: [
        {
          id: "queue",
          arn: queues.deliveries.queueArn,
          // docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
          inputTransformer: {
            inputTemplate: `{"trigger": "${trigger}", "event": <aws.events.event.json>}`,
          },
          retryPolicy,
          deadLetterConfig: { arn: queues.deadLetters.queueArn },
        },
      ],
    });
  }
}
