import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { SQS } from "@aws-sdk/client-sqs";

// In the place of functions/lambda/aws/services.ts: the clients of the AWS SDK.
export { services } from "../../../functions/lambda/aws/services.ts";
export const createDynamoDb = () => new DynamoDB();
export const createSecretsManager = () => new SecretsManager();
export const createSqs = () => new SQS();
