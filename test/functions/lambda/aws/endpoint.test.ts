import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SQSClient } from "@aws-sdk/client-sqs";
import { describe, expect, test } from "vitest";
import { endpointOf } from "../../../../functions/lambda/aws/endpoint.ts";
import { services } from "../../../../functions/lambda/aws/services.ts";

const { dynamoDb, secretsManager, sqs } = services;

describe.each([
  ["eu-central-1", undefined],
  ["us-gov-west-1", "amazonaws.com"],
  ["cn-north-1", "amazonaws.com.cn"],
])("in %s", (region, suffix) => {
  test.each([
    [dynamoDb, new DynamoDBClient({ region })],
    [secretsManager, new SecretsManagerClient({ region })],
    [sqs, new SQSClient({ region })],
  ] as const)("$name is asked where the AWS SDK asks it", (service, { config }) => {
    const found = endpointOf({ AWS_REGION: region, URL_SUFFIX: suffix })(service);
    const { url } = config.endpointProvider({ Region: region });
    expect(new URL(found).href).toBe(url.href);
  });
});

const elsewhere = "http://127.0.0.1:4566";
const other = "http://127.0.0.1:8000";

// docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
test.each([
  ["a service's own", { AWS_ENDPOINT_URL_DYNAMODB: other, AWS_ENDPOINT_URL: elsewhere }, other],
  ["that of all", { AWS_ENDPOINT_URL_SQS: other, AWS_ENDPOINT_URL: elsewhere }, elsewhere],
  [
    "that of all, where its own is empty",
    { AWS_ENDPOINT_URL_DYNAMODB: "", AWS_ENDPOINT_URL: elsewhere },
    elsewhere,
  ],
  [
    "none, where all are empty",
    { AWS_ENDPOINT_URL: "" },
    "https://dynamodb.eu-west-1.amazonaws.com",
  ],
])("a variable says where: %s", (_, environment, expected) => {
  expect(endpointOf({ AWS_REGION: "eu-west-1", ...environment })(dynamoDb)).toBe(expected);
});

test("each service has its own variable", () => {
  const variables = ["DYNAMODB", "SECRETS_MANAGER", "SQS"];
  const own = variables.map((id) => [`AWS_ENDPOINT_URL_${id}`, `https://${id}.test`]);
  const urlOf = endpointOf(Object.fromEntries(own));
  expect([dynamoDb, secretsManager, sqs].map(urlOf)).toEqual(own.map(([, url]) => url));
});
