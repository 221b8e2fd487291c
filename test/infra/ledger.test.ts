import { expect, test } from "vitest";
import { sendingTime } from "../../dispatch/once/claim.ts";
import { ledgerTable } from "../../functions/lambda/ledger-table.ts";
import { policiesOf } from "./policies.ts";
import { onlyResource, resourceNamed } from "./resources.ts";
import { synthesize } from "./synthesize.ts";

const template = synthesize({ upload: { on: { event: { source: ["aws.s3"] } } } });
const { partitionKey, sortKey, timeIndex, timeIndexSortKey, timeToLive } = ledgerTable;

test("the table is what the ledger's code expects", () => {
  const keys = (range: string) => [
    { AttributeName: partitionKey, KeyType: "HASH" },
    { AttributeName: range, KeyType: "RANGE" },
  ];
  expect(onlyResource(template, "AWS::DynamoDB::Table").properties).toEqual({
    KeySchema: keys(sortKey),
    AttributeDefinitions: [
      { AttributeName: partitionKey, AttributeType: "S" },
      { AttributeName: sortKey, AttributeType: "S" },
      { AttributeName: timeIndexSortKey, AttributeType: "N" },
    ],
    LocalSecondaryIndexes: [
      {
        IndexName: timeIndex,
        KeySchema: keys(timeIndexSortKey),
        Projection: { ProjectionType: "ALL" },
      },
    ],
    TimeToLiveSpecification: { AttributeName: timeToLive, Enabled: true },
    BillingMode: "PAY_PER_REQUEST",
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
  });
});

test("the table goes when the stack goes", () => {
  const policy = { DeletionPolicy: "Delete", UpdateReplacePolicy: "Delete" };
  template.hasResource("AWS::DynamoDB::Table", policy);
});

test.each(["HttpRole", "QueueRole"])("%s may query the index of that name", (role) => {
  const statements = policiesOf(template, role).flatMap((policy) => policy.statements);
  const queries = statements.filter(({ actions }) => actions.includes("dynamodb:Query"));
  expect(queries).toHaveLength(1);
  expect(queries[0]?.resources).toContain(`\${Ledger.Arn}/index/${timeIndex}`);
});

test.each(["HttpFunction", "QueueFunction"])("%s can't send after its claim's time", (name) => {
  const { properties } = resourceNamed(template, "AWS::Lambda::Function", name);
  expect(Number(properties.Timeout) * 1000).toBeLessThanOrEqual(sendingTime);
});
