import { createHmac } from "node:crypto";
import type { APIGatewayProxyEventV2, SQSEvent, SQSRecord } from "aws-lambda";
import { order } from "./order.ts";

/** Where an event has the id of its delivery, which has to be another one each time. */
const deliveryId = "{delivery}";

const { environment, who } = order.dispatch.inputs;
const body = JSON.stringify({ who });

/** The JSON of an event, for one delivery. */
export function eventFor(event: string, delivery: string): string {
  return event.replaceAll(deliveryId, delivery);
}

/** The call of a route with a bearer token. */
export const tokenCall = call("deploy", {
  authorization: `Bearer ${order.secrets["routes/deploy"]}`,
});

/** The call of a route with GitHub's signature: docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries */
export const signedCall = call("signed", {
  "x-github-delivery": deliveryId,
  "x-hub-signature-256": `sha256=${createHmac("sha256", order.secrets["webhooks/deploy"]).update(body).digest("hex")}`,
});

/** The call of a route that API Gateway lets signed calls through to. */
export const iamCall = call(
  "iam",
  {},
  { iam: { userArn: "arn:aws:iam::123456789012:user/caller" } },
);

/** One message of the queue, with an event. */
export const oneMessage = JSON.stringify({ Records: [message(deliveryId)] } satisfies SQSEvent);

/** A batch as large as the queue's function is given: see infra/functions.ts. */
export const batchSize = 10;
export const tenMessages = JSON.stringify({
  Records: Array.from({ length: batchSize }, (_, index) => message(`${deliveryId}-${index}`)),
} satisfies SQSEvent);

/** As API Gateway sends it: docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
function call(route: string, headers: Record<string, string>, authorizer?: object): string {
  const path = `/${route}/${environment}`;
  const routeKey = `POST /${route}/{environment}`;
  const domainName = "a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com";
  const userAgent = "curl/8.7.1";
  const event: APIGatewayProxyEventV2 = {
    version: "2.0",
    routeKey,
    rawPath: path,
    rawQueryString: "",
    headers: {
      accept: "*/*",
      "content-length": String(body.length),
      "content-type": "application/json",
      host: domainName,
      "user-agent": userAgent,
      "x-amzn-trace-id": "Root=1-6a65c040-0123456789abcdef01234567",
      "x-forwarded-for": "203.0.113.7",
      "x-forwarded-port": "443",
      "x-forwarded-proto": "https",
      ...headers,
    },
    pathParameters: { environment },
    requestContext: {
      accountId: "123456789012",
      apiId: "a1b2c3d4e5",
      domainName,
      domainPrefix: "a1b2c3d4e5",
      http: { method: "POST", path, protocol: "HTTP/1.1", sourceIp: "203.0.113.7", userAgent },
      requestId: deliveryId,
      routeKey,
      stage: "$default",
      time: "24/Nov/2026:12:00:00 +0000",
      timeEpoch: 1_795_521_600_000,
      ...(authorizer === undefined ? {} : { authorizer }),
    },
    body,
    isBase64Encoded: false,
  };
  return JSON.stringify(event);
}

/** As the rule of a trigger sends it: see infra/rules.ts and docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
function message(id: string): SQSRecord {
  const event = {
    version: "0",
    id,
    "detail-type": "Pushed",
    source: "acme.shop",
    account: "123456789012",
    time: "2026-11-24T12:00:00Z",
    region: "eu-west-1",
    resources: [],
    detail: { environment, who },
  };
  const now = String(Date.now());
  return {
    messageId: `message-${id}`,
    receiptHandle: `receipt-${id}`,
    body: JSON.stringify({ trigger: "pushed", event }),
    attributes: {
      ApproximateReceiveCount: "1",
      ApproximateFirstReceiveTimestamp: now,
      SentTimestamp: now,
      SenderId: "123456789012",
    },
    messageAttributes: {},
    md5OfBody: "00000000000000000000000000000000",
    eventSource: "aws:sqs",
    eventSourceARN: "arn:aws:sqs:eu-west-1:123456789012:deliveries",
    awsRegion: "eu-west-1",
  };
}
