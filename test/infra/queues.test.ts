import { expect, test } from "vitest";
import { resourceNamed, resourcesOf } from "./resources.ts";
import { synthesize } from "./synthesize.ts";

const template = synthesize({ upload: { on: { event: { source: ["aws.s3"] } } } });
const days = (count: number) => count * 24 * 60 * 60;

test("there are two queues, and what is received too often goes from one to the other", () => {
  expect(resourcesOf(template, "AWS::SQS::Queue").map(({ id }) => id)).toEqual([
    "DeadLetters",
    "Deliveries",
  ]);
  expect(resourceNamed(template, "AWS::SQS::Queue", "Deliveries").properties).toEqual({
    MessageRetentionPeriod: days(14),
    RedrivePolicy: { deadLetterTargetArn: "${DeadLetters.Arn}", maxReceiveCount: 1000 },
    VisibilityTimeout: 360,
  });
  expect(resourceNamed(template, "AWS::SQS::Queue", "DeadLetters").properties).toEqual({
    MessageRetentionPeriod: days(14),
  });
});

test("a message stays hidden for six time-outs of its function, as AWS advises", () => {
  const { properties: queue } = resourceNamed(template, "AWS::SQS::Queue", "Deliveries");
  const { properties } = resourceNamed(template, "AWS::Lambda::Function", "QueueFunction");
  expect(Number(queue.VisibilityTimeout)).toBeGreaterThanOrEqual(6 * Number(properties.Timeout));
});

test.each(["Deliveries", "DeadLetters"])("%s is reached by TLS alone", (queue) => {
  const policy = resourceNamed(template, "AWS::SQS::QueuePolicy", `${queue}Policy`);
  expect(policy.properties).toMatchObject({
    Queues: [`\${${queue}}`],
    PolicyDocument: {
      Statement: expect.arrayContaining([
        {
          Effect: "Deny",
          Action: "sqs:*",
          Principal: { AWS: "*" },
          Resource: `\${${queue}.Arn}`,
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ]),
    },
  });
});
