import { App } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { Code } from "aws-cdk-lib/aws-lambda";
import type { Config } from "../../dispatch/config.ts";
import { DispatcherStack } from "../../infra/stack.ts";

interface Rule {
  readonly Targets: readonly [{ readonly InputTransformer: { readonly InputTemplate: string } }];
}

interface Schedule {
  readonly Target: { readonly Input: string };
}

/**
 * The message that a trigger's deployed rule makes of an event:
 * docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html.
 */
export function eventEnvelope(config: Config, trigger: string, event: unknown): unknown {
  const envelopes = propertiesOf<Rule>(config, "AWS::Events::Rule").map(({ Targets }) => {
    const template = Targets[0].InputTransformer.InputTemplate;
    return JSON.parse(template.replace("<aws.events.event.json>", () => JSON.stringify(event)));
  });
  const envelope = envelopes.find((each) => each.trigger === trigger);
  if (envelope === undefined) throw new Error(`no rule is deployed for ${trigger}`);
  return envelope;
}

/** The messages of all deployed schedules, with Scheduler's attributes not yet filled in. */
export function scheduleEnvelopes(config: Config): readonly unknown[] {
  const schedules = propertiesOf<Schedule>(config, "AWS::Scheduler::Schedule");
  return schedules.map(({ Target }) => JSON.parse(Target.Input));
}

function propertiesOf<Properties>(config: Config, type: string): readonly Properties[] {
  const code = Code.fromInline("exports.handler = async () => {};");
  const stack = new DispatcherStack(new App(), "Example", { config, code, now: new Date(0) });
  const resources = Template.fromStack(stack).findResources(type);
  return Object.values(resources).map(({ Properties: properties }) => properties);
}
