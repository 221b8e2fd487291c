import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { dispatch } from "./dispatch.ts";

const {
  TOKEN: token = "",
  AWS_ENDPOINT_URL_DYNAMODB: dynamoDbUrl = "",
  LEDGER_TABLE: table = "",
  RECORD_BYTES: recordBytes = "",
} = process.env;

const now = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, "");

/** Only its form is looked at: the floor signs nothing. */
const signature = {
  "x-amz-date": now,
  authorization: `AWS4-HMAC-SHA256 Credential=none/${now.slice(0, 8)}/eu-west-1/dynamodb/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature=${"0".repeat(64)}`,
};

const padding = "x".repeat(Math.max(0, Number(recordBytes) - bodyOf("", 1, "").length));

/**
 * The floor with the requests to DynamoDB that a dispatch with a ledger makes: the claim and the credential's gate at
 * the same time, and what became of it.
 */
export async function handler(event: APIGatewayProxyEventV2) {
  const { requestId } = event.requestContext;
  await Promise.all([put(requestId, 1), put(`${requestId} gate`, 1)]);
  const run = await dispatch(event, token);
  await put(requestId, 2);
  return { statusCode: 201, body: JSON.stringify(run) };
}

async function put(key: string, version: number): Promise<void> {
  const response = await fetch(dynamoDbUrl, {
    method: "POST",
    headers: {
      ...signature,
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": "DynamoDB_20120810.PutItem",
    },
    body: bodyOf(key, version, padding),
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  await response.json();
}

function bodyOf(key: string, version: number, value: string): string {
  const before = String(version - 1);
  return JSON.stringify({
    TableName: table,
    Item: {
      partition: { S: "floor" },
      key: { S: key },
      version: { N: String(version) },
      value: { S: value },
    },
    ...(version === 1
      ? {
          ConditionExpression: "attribute_not_exists(#partition)",
          ExpressionAttributeNames: { "#partition": "partition" },
        }
      : {
          ConditionExpression: "#version = :before",
          ExpressionAttributeNames: { "#version": "version" },
          ExpressionAttributeValues: { ":before": { N: before } },
        }),
  });
}
