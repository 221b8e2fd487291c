import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { onlyResource, resourceNamed } from "./resources.ts";
import { synthesize, type Triggers } from "./synthesize.ts";

interface RuleCase {
  readonly name: string;
  readonly event: object;
  readonly bus: string;
  readonly pattern: object;
}

const cases: RuleCase[] = JSON.parse(
  readFileSync(new URL("./cases/rules.json", import.meta.url), "utf8"),
);

test.each(cases)("rule: $name", ({ event, bus, pattern }) => {
  const template = synthesize({ "on-event": { on: { event } } });
  expect(onlyResource(template, "AWS::Events::Rule").properties).toEqual({
    Description: "Trigger on-event",
    EventBusName: bus,
    EventPattern: pattern,
    Targets: [
      {
        Id: "queue",
        Arn: "${Deliveries.Arn}",
        InputTransformer: {
          InputTemplate: '{"trigger": "on-event", "event": <aws.events.event.json>}',
        },
        RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
        DeadLetterConfig: { Arn: "${DeadLetters.Arn}" },
      },
    ],
  });
});

const upload: Triggers = { upload: { on: { event: { source: ["aws.s3"] } } } };

test("a rule comes after what lets it send, and after the function that knows its trigger", () => {
  const { dependsOn } = onlyResource(synthesize(upload), "AWS::Events::Rule");
  expect(dependsOn).toEqual(
    expect.arrayContaining(["DeliveriesPolicy", "DeadLettersPolicy", "QueueFunction"]),
  );
});

test.each(["Deliveries", "DeadLetters"])("rules of this account may send to %s", (queue) => {
  expect(statementsFor(upload, queue)).toContainEqual({
    Effect: "Allow",
    Action: "sqs:SendMessage",
    Principal: { Service: "events.amazonaws.com" },
    Resource: `\${${queue}.Arn}`,
    Condition: {
      ArnLike: {
        "aws:SourceArn": "arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:rule/*",
      },
    },
  });
});

test.each(["Deliveries", "DeadLetters"])("without rules, nobody is let into %s", (queue) => {
  const statements = statementsFor({ hello: { on: { http: { path: "/" } } } }, queue);
  expect(statements.map(({ Effect }) => Effect)).toEqual(["Deny"]);
});

function statementsFor(triggers: Triggers, queue: string) {
  const template = synthesize(triggers);
  const { properties } = resourceNamed(template, "AWS::SQS::QueuePolicy", `${queue}Policy`);
  return (properties.PolicyDocument as { readonly Statement: readonly Record<string, unknown>[] })
    .Statement;
}
