import { createHmac } from "node:crypto";
import type { APIGatewayProxyEventV2WithRequestContext, SQSEvent } from "aws-lambda";

/** A call of the HTTP API. */
export type HttpEvent = APIGatewayProxyEventV2WithRequestContext<object>;

/**
 * The event of a POST as an HTTP API sends it, payload format 2.0:
 * docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function httpEvent(
  path: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): HttpEvent {
  const routeKey = `POST ${path}`;
  const domainName = "a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com";
  return {
    version: "2.0",
    routeKey,
    rawPath: path,
    rawQueryString: "",
    headers: {
      "content-length": String(Buffer.byteLength(body)),
      "content-type": "application/json",
      host: domainName,
      "user-agent": "curl/8.14.1",
      "x-amzn-trace-id": "Root=1-692b8f00-0123456789abcdef01234567",
      "x-forwarded-for": "203.0.113.7",
      "x-forwarded-port": "443",
      "x-forwarded-proto": "https",
      ...headers,
    },
    requestContext: {
      accountId: "123456789012",
      apiId: "a1b2c3d4e5",
      domainName,
      domainPrefix: "a1b2c3d4e5",
      http: {
        method: "POST",
        path,
        protocol: "HTTP/1.1",
        sourceIp: "203.0.113.7",
        userAgent: "curl/8.14.1",
      },
      requestId: "UrXyZhVUjoEEPVw=",
      routeKey,
      stage: "$default",
      time: "30/Nov/2026:00:25:20 +0000",
      timeEpoch: 1_796_084_720_000,
    },
    body,
    isBase64Encoded: false,
  };
}

/** The event of a batch that was sent just now, as Lambda's poller makes it: docs.aws.amazon.com/lambda/latest/dg/with-sqs.html. */
export function sqsEvent(...envelopes: readonly object[]): SQSEvent {
  const now = String(Date.now());
  return {
    Records: envelopes.map((envelope, index) => ({
      messageId: `059f36b4-87a3-44ab-83d2-66197597526${index}`,
      receiptHandle: "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
      body: JSON.stringify(envelope),
      attributes: {
        ApproximateReceiveCount: "1",
        SentTimestamp: now,
        SenderId: "AROAEXAMPLE:scheduler",
        ApproximateFirstReceiveTimestamp: now,
      },
      messageAttributes: {},
      md5OfBody: "e4e68fb7bd0e697a0ae8f1bb342846b3",
      eventSource: "aws:sqs",
      eventSourceARN: "arn:aws:sqs:eu-west-1:123456789012:Deliveries",
      awsRegion: "eu-west-1",
    })),
  };
}

/** docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries */
export function githubSignature(secret: string, body: string): Record<string, string> {
  const digest = createHmac("sha256", secret).update(body).digest("hex");
  return { "x-hub-signature-256": `sha256=${digest}`, "x-github-delivery": "72d3162e" };
}

/** github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
export function standardSignature(secret: string, body: string, now: number) {
  const timestamp = String(Math.floor(now / 1000));
  const key = Buffer.from(secret, "base64");
  const digest = createHmac("sha256", key).update(`msg_1.${timestamp}.${body}`).digest("base64");
  return {
    "webhook-id": "msg_1",
    "webhook-timestamp": timestamp,
    "webhook-signature": `v1,${digest}`,
  };
}
