/** What AWS asks for one thing. */
export interface Price {
  /** The service, as the bill names it. */
  readonly service: string;
  /** US dollars for so many. */
  readonly usd: number;
  readonly per: number;
  /** How many of a month are free in each account, for as long as it exists. */
  readonly alwaysFree?: number;
  /** AWS's own page of the price. */
  readonly source: string;
  /** Where the figure was read, if not on AWS's page, which fills in its prices by script. */
  readonly readAt?: string;
}

const million = 1_000_000;

/**
 * Unit prices of us-east-1 in US dollars, each of the first tier, which none of the volumes here leaves. Read on
 * 2026-11-23. The allowances of the first twelve months (API Gateway) and of provisioned capacity (DynamoDB's 25
 * units) are none of these.
 */
export const prices = {
  "http-api-request": {
    service: "API Gateway",
    usd: 1,
    per: million,
    source: "aws.amazon.com/api-gateway/pricing/",
    readAt:
      "docs.aws.amazon.com/whitepapers/latest/best-practices-api-gateway-private-apis-integration/cost-optimization.html",
  },
  "schedule-invocation": {
    service: "EventBridge",
    usd: 1,
    per: million,
    alwaysFree: 14 * million,
    source: "aws.amazon.com/eventbridge/pricing/",
    readAt: "cloudburn.io/blog/amazon-eventbridge-pricing (March 2026)",
  },
  /** An event that is put on a bus by anyone but an AWS service, whose events are free, as scheduled rules are. */
  "custom-event": {
    service: "EventBridge",
    usd: 1,
    per: million,
    source: "aws.amazon.com/eventbridge/pricing/",
    readAt: "cloudburn.io/blog/amazon-eventbridge-pricing (March 2026)",
  },
  "api-destination-call": {
    service: "EventBridge",
    usd: 0.2,
    per: million,
    source: "aws.amazon.com/eventbridge/pricing/",
    readAt: "cloudburn.io/blog/amazon-eventbridge-pricing (March 2026)",
  },
  "sqs-request": {
    service: "SQS",
    usd: 0.4,
    per: million,
    alwaysFree: million,
    source: "aws.amazon.com/sqs/pricing/",
    readAt: "cloudburn.io/blog/amazon-sqs-pricing (March 2026)",
  },
  "lambda-request": {
    service: "Lambda",
    usd: 0.2,
    per: million,
    alwaysFree: million,
    source: "aws.amazon.com/lambda/pricing/",
    readAt: "cloudchipr.com/blog/aws-lambda-pricing",
  },
  /** On arm64. Since August 2025 the time of the initialisation is billed, too. */
  "lambda-gb-second": {
    service: "Lambda",
    usd: 0.0000133334,
    per: 1,
    alwaysFree: 400_000,
    source: "aws.amazon.com/lambda/pricing/",
    readAt: "cloudchipr.com/blog/aws-lambda-pricing",
  },
  "write-unit": {
    service: "DynamoDB",
    usd: 0.625,
    per: million,
    source: "aws.amazon.com/dynamodb/pricing/on-demand/",
    readAt: "airbyte.com/data-engineering-resources/dynamodb-pricing (July 2025)",
  },
  "table-gb-month": {
    service: "DynamoDB",
    usd: 0.25,
    per: 1,
    alwaysFree: 25,
    source: "aws.amazon.com/dynamodb/pricing/",
  },
  /**
   * From memory; what was found agrees only by way of a reseller's list, docs.echo.stream/docs/table-pricing,
   * where it costs 0.8 times the storage, as here.
   */
  "recovery-gb-month": {
    service: "DynamoDB",
    usd: 0.2,
    per: 1,
    source: "aws.amazon.com/dynamodb/pricing/on-demand/",
  },
  "secret-month": {
    service: "Secrets Manager",
    usd: 0.4,
    per: 1,
    source: "aws.amazon.com/secrets-manager/pricing/",
    readAt: "hivebook.wiki/wiki/aws-secrets-manager-rotated-secrets-dynamic-db-credentials-kms",
  },
  "secret-read": {
    service: "Secrets Manager",
    usd: 0.05,
    per: 10_000,
    source: "aws.amazon.com/secrets-manager/pricing/",
    readAt: "hivebook.wiki/wiki/aws-secrets-manager-rotated-secrets-dynamic-db-credentials-kms",
  },
  /** The free allowance is for all of CloudWatch Logs; taken for the logs that come in alone. */
  "log-gb": {
    service: "CloudWatch Logs",
    usd: 0.5,
    per: 1,
    alwaysFree: 5,
    source: "aws.amazon.com/cloudwatch/pricing/",
    readAt: "hykell.com/kb/platform-specific-guides/aws-cloudwatch-logs-pricing",
  },
  "log-gb-month": {
    service: "CloudWatch Logs",
    usd: 0.03,
    per: 1,
    source: "aws.amazon.com/cloudwatch/pricing/",
    readAt: "hykell.com/kb/platform-specific-guides/aws-cloudwatch-logs-pricing",
  },
} as const satisfies Readonly<Record<string, Price>>;

export type Priced = keyof typeof prices;

/** How much of what has a price a month takes. */
export type Usage = Readonly<Partial<Record<Priced, number>>>;
