import { Aws, Duration, RemovalPolicy } from "aws-cdk-lib";
import type { Table } from "aws-cdk-lib/aws-dynamodb";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import {
  Architecture,
  type Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
} from "aws-cdk-lib/aws-lambda";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type { Config } from "../dispatch/config.ts";
import { letUseLedger } from "./ledger.ts";
import { batchTimeout, type Queues } from "./queues.ts";
import { secretArns, secretsOf } from "./secrets.ts";

/** An HTTP API waits 30 s for its function: docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html. */
const httpTimeout = Duration.seconds(29);

/** Batches handled at once. How fast a credential sends is up to its pace, which the ledger keeps. */
const queueConcurrency = 5;

/**
 * Megabytes. The least of the usual sizes of which the largest batch and the largest body leave half for Lambda's own
 * runtime and for what nobody has tried; more would be a little faster, and the time that is waited for GitHub would
 * cost as much more: see "The functions' memory size" in docs/benchmarks.md.
 */
const memorySize = 512;

/** What both functions share. */
export interface Shared {
  readonly queues: Queues;
  readonly ledger: Table;
}

export interface Functions {
  readonly http: LambdaFunction;
  readonly queue: LambdaFunction;
}

/** The two functions. Each may read the secrets that its own triggers name, and nothing else. */
export function createFunctions(
  scope: Construct,
  config: Config,
  code: Code,
  { queues, ledger }: Shared,
): Functions {
  const secrets = secretsOf(config);
  const environment = {
    LEDGER_TABLE: ledger.tableName,
    QUEUE_URL: queues.deliveries.queueUrl,
    // Partitions have domains of their own, and only CloudFormation knows all of them.
    URL_SUFFIX: Aws.URL_SUFFIX,
  };
  const http = createFunction(scope, "Http", {
    code,
    handler: "http.handler",
    timeout: httpTimeout,
    description: "Answers HTTP calls with a dispatch",
    environment,
    secrets: secrets.http,
  });
  const queue = createFunction(scope, "Queue", {
    code,
    handler: "queue.handler",
    timeout: batchTimeout,
    description: "Dispatches what schedules and events deliver, and calls that wait",
    environment: { ...environment, DEAD_LETTERS_URL: queues.deadLetters.queueUrl },
    secrets: secrets.queue,
  });
  for (const handler of [http, queue]) letUseLedger(handler, ledger);
  letSend(http, queues.deliveries);
  letSend(queue, queues.deadLetters);
  queue.addEventSource(
    new SqsEventSource(queues.deliveries, {
      batchSize: 10,
      maxConcurrency: queueConcurrency,
      reportBatchItemFailures: true,
    }),
  );
  return { http, queue };
}

interface FunctionOptions {
  readonly code: Code;
  readonly handler: string;
  readonly timeout: Duration;
  readonly description: string;
  readonly environment: Record<string, string>;
  readonly secrets: ReadonlySet<string>;
}

function createFunction(parent: Construct, id: string, options: FunctionOptions): LambdaFunction {
  const scope = new Construct(parent, id);
  const { secrets, ...rest } = options;
  const logGroup = new LogGroup(scope, "Logs", {
    retention: RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const role = new Role(scope, "Role", {
    assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
  });
  logGroup.grantWrite(role);
  letReadSecrets(role, secrets);
  return new LambdaFunction(scope, "Function", {
    ...rest,
    role,
    logGroup,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    memorySize,
    loggingFormat: LoggingFormat.JSON,
  });
}

function letSend(handler: LambdaFunction, { queueArn }: IQueue): void {
  const actions = ["sqs:SendMessage"];
  handler.addToRolePolicy(new PolicyStatement({ actions, resources: [queueArn] }));
}

/** A statement for each, so that the CDK can split what is too long for one policy. */
function letReadSecrets(role: Role, secrets: ReadonlySet<string>): void {
  for (const arn of secretArns(secrets, role)) {
    const actions = ["secretsmanager:GetSecretValue"];
    role.addToPolicy(new PolicyStatement({ actions, resources: [arn] }));
  }
}
