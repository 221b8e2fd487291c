import { RemovalPolicy } from "aws-cdk-lib";
import { AttributeType, BillingMode, Table } from "aws-cdk-lib/aws-dynamodb";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";

/** As functions/lambda/ledger-table.ts names it; that file can't be imported here, so a test compares them. */
const timeIndex = "by-time";

/**
 * The table of the ledger, encrypted with DynamoDB's own key. It goes when the stack goes: it remembers
 * which deliveries have been here, and the queue that could bring them again goes, too.
 */
export function createLedger(scope: Construct): Table {
  const table = new Table(scope, "Ledger", {
    partitionKey: { name: "partition", type: AttributeType.STRING },
    sortKey: { name: "key", type: AttributeType.STRING },
    billingMode: BillingMode.PAY_PER_REQUEST,
    timeToLiveAttribute: "expires",
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    removalPolicy: RemovalPolicy.DESTROY,
  });
  table.addLocalSecondaryIndex({
    indexName: timeIndex,
    sortKey: { name: "at", type: AttributeType.NUMBER },
  });
  return table;
}

/** What createDynamoLedger asks of the table, and nothing that deletes or scans. */
export function letUseLedger(handler: LambdaFunction, { tableArn }: Table): void {
  handler.addToRolePolicy(
    new PolicyStatement({
      actions: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"],
      resources: [tableArn, `${tableArn}/index/${timeIndex}`],
    }),
  );
}
