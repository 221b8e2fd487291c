import type {
  GetItemCommandInput,
  GetItemCommandOutput,
  PutItemCommandInput,
  QueryCommandInput,
  QueryCommandOutput,
} from "@aws-sdk/client-dynamodb";
import type {
  GetSecretValueCommandInput,
  GetSecretValueCommandOutput,
} from "@aws-sdk/client-secrets-manager";
import type {
  ChangeMessageVisibilityCommandInput,
  SendMessageCommandInput,
} from "@aws-sdk/client-sqs";
import type { Call, Service } from "./aws.ts";

/** What the functions ask of DynamoDB; `DynamoDB` of the AWS SDK is one. */
export interface DynamoDb {
  getItem(input: GetItemCommandInput): Promise<Pick<GetItemCommandOutput, "Item">>;
  putItem(input: PutItemCommandInput): Promise<unknown>;
  query(input: QueryCommandInput): Promise<Pick<QueryCommandOutput, "Items" | "LastEvaluatedKey">>;
}

/** What the functions ask of Secrets Manager; `SecretsManager` of the AWS SDK is one. */
export interface SecretsManager {
  getSecretValue(
    input: GetSecretValueCommandInput,
  ): Promise<Pick<GetSecretValueCommandOutput, "SecretString" | "SecretBinary">>;
}

/** What the functions ask of SQS; `SQS` of the AWS SDK is one. */
export interface Sqs {
  sendMessage(input: SendMessageCommandInput): Promise<unknown>;
  changeMessageVisibility(input: ChangeMessageVisibilityCommandInput): Promise<unknown>;
}

export const services = {
  dynamoDb: { name: "dynamodb", id: "DYNAMODB", target: "DynamoDB_20120810", version: "1.0" },
  secretsManager: {
    name: "secretsmanager",
    id: "SECRETS_MANAGER",
    target: "secretsmanager",
    version: "1.1",
  },
  sqs: { name: "sqs", id: "SQS", target: "AmazonSQS", version: "1.0" },
} as const satisfies Readonly<Record<string, Service>>;

/** DynamoDB's items of texts and numbers are JSON as they are. */
export function createDynamoDb(call: Call): DynamoDb {
  return {
    getItem: (input) => call(services.dynamoDb, "GetItem", input),
    putItem: (input) => call(services.dynamoDb, "PutItem", input),
    query: (input) => call(services.dynamoDb, "Query", input),
  };
}

export function createSecretsManager(call: Call): SecretsManager {
  interface Answer {
    readonly SecretString?: string;
    /** Base64. */
    readonly SecretBinary?: string;
  }
  return {
    async getSecretValue(input) {
      const answer = await call<Answer>(services.secretsManager, "GetSecretValue", input);
      const { SecretString, SecretBinary = "" } = answer;
      return { SecretString, SecretBinary: Buffer.from(SecretBinary, "base64") };
    },
  };
}

export function createSqs(call: Call): Sqs {
  return {
    sendMessage: (input) => call(services.sqs, "SendMessage", input),
    changeMessageVisibility: (input) => call(services.sqs, "ChangeMessageVisibility", input),
  };
}
