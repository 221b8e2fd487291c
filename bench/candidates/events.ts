import { createHmac } from "node:crypto";
import type { APIGatewayProxyEventV2, SQSEvent, SQSRecord } from "aws-lambda";
import { order } from "./order.ts";

/** Where an event has the id of its delivery, which has to be another one each time. */
const deliveryId = "{delivery}";

/** Where an event has the number of its trigger, if there are several to choose from. */
const triggerNumber = "{number}";

const { environment, who } = order.dispatch.inputs;
const body = JSON.stringify({ who });

/** The JSON of an event, for one delivery of a trigger; left out: the first of several, or the only one. */
export function eventFor(event: string, delivery: string, number = 0): string {
  return event.replaceAll(deliveryId, delivery).replaceAll(triggerNumber, String(number));
}

/** The name of one of several triggers. */
export function numbered(name: string, number: number | typeof triggerNumber): string {
  return `${name}-${number}`;
}

const bearer = { authorization: `Bearer ${order.secrets["routes/deploy"]}` };

/** The call of a route with a bearer token, and that of one of several. */
export const tokenCall = call("deploy", bearer);
export const numberedCall = call(numbered("deploy", triggerNumber), bearer);

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

/** One message of the queue with an event, and one for one of several triggers. */
export const oneMessage = batch([message(deliveryId, "pushed")]);
export const numberedMessage = batch([message(deliveryId, numbered("pushed", triggerNumber))]);

/** A batch as large as the queue's function is given: see infra/functions.ts. */
export const batchSize = 10;
export const tenMessages = batch(
  Array.from({ length: batchSize }, (_, index) => message(`${deliveryId}-${index}`, "pushed")),
);

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

function batch(Records: SQSRecord[]): string {
  return JSON.stringify({ Records } satisfies SQSEvent);
}

/** As the rule of a trigger sends it: see infra/rules.ts and docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
function message(id: string, trigger: string): SQSRecord {
  const event = {
    version: "0",
    id,
    "detail-type": trigger,
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
    body: JSON.stringify({ trigger, event }),
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
