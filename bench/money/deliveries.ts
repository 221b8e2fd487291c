import type { APIGatewayProxyEventV2 } from "aws-lambda";
import type { ReceivedMessage } from "../../local/state/messages.ts";

const account = "000000000000";

/** A message of the queue as EventBridge Scheduler or a rule sends it, another one at each time. */
export function messageAt(source: "schedule" | "event", time: number): ReceivedMessage {
  const body = source === "schedule" ? scheduleAt(time) : eventAt(time);
  return {
    id: idAt(time),
    receiptHandle: idAt(time),
    body: JSON.stringify(body),
    attributes: {},
    received: 1,
    sent: time,
    firstReceived: time,
  };
}

function scheduleAt(time: number): object {
  const arn = `arn:aws:scheduler:us-east-1:${account}:schedule/WorkflowDispatcher/nightly-tests-0a1b2c3d`;
  const schedule = {
    arn,
    "scheduled-time": new Date(time).toISOString(),
    cron: "30 2 * * *",
    timezone: "Europe/Paris",
  };
  return { trigger: "nightly-tests", schedule };
}

function eventAt(time: number): object {
  const event = {
    version: "0",
    id: idAt(time),
    source: "aws.ecr",
    "detail-type": "ECR Image Action",
    account,
    time: new Date(time).toISOString(),
    region: "us-east-1",
    resources: [],
    detail: { "repository-name": "storefront", "image-tag": "1.4.2" },
  };
  return { trigger: "scan-image", event };
}

/** A call of the HTTP API that is signed with AWS credentials, another one at each time. */
export function callAt(time: number): Partial<APIGatewayProxyEventV2> {
  const routeKey = "POST /deploy/{environment}";
  const requestContext = {
    accountId: account,
    apiId: "a1b2c3d4e5",
    authorizer: { iam: { userArn: `arn:aws:sts::${account}:assumed-role/deployer/ci` } },
    domainName: "a1b2c3d4e5.execute-api.us-east-1.amazonaws.com",
    domainPrefix: "a1b2c3d4e5",
    http: {
      method: "POST",
      path: "/deploy/production",
      protocol: "HTTP/1.1",
      sourceIp: "203.0.113.10",
      userAgent: "curl",
    },
    requestId: idAt(time),
    routeKey,
    stage: "$default",
    time: new Date(time).toISOString(),
    timeEpoch: time,
  };
  return {
    version: "2.0",
    routeKey,
    rawPath: "/deploy/production",
    rawQueryString: "",
    headers: { "content-type": "application/json" },
    pathParameters: { environment: "production" },
    requestContext,
    body: JSON.stringify({ version: "1.4.2" }),
    isBase64Encoded: false,
  };
}

/** A UUID that tells the time. */
function idAt(time: number): string {
  return `00000000-0000-4000-8000-${Math.round(time).toString(16).padStart(12, "0")}`;
}
