import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { SQS } from "@aws-sdk/client-sqs";
import type { AwsSettings } from "../../../../functions/lambda/aws/aws.ts";
import {
  createDynamoDb,
  createSecretsManager,
  createSqs,
  type DynamoDb,
  type SecretsManager as SecretsManagerClient,
  type Sqs,
} from "../../../../functions/lambda/aws/services.ts";
import type { Credentials } from "../../../../functions/lambda/aws/sign.ts";
import { startStubServer } from "../../../dispatch/stub-server.ts";
import { callAwsAt } from "../own-client.ts";

/** A request as it came. */
export interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Recorder {
  readonly url: string;
  readonly requests: readonly Recorded[];
  /** Takes out what has come. */
  take(): readonly Recorded[];
  close(): void;
}

/** A loopback server that keeps what it is asked, and answers as it is told: with `{}` unless told. */
export async function startRecorder(
  answer: (response: ServerResponse, count: number) => void = (response) => response.end("{}"),
): Promise<Recorder> {
  const requests: Recorded[] = [];
  const { url, close } = await startStubServer(async (request, response) => {
    const { method = "", url: path = "", headers } = request;
    requests.push({ method, path, headers, body: await text(request) });
    answer(response, requests.length);
  });
  return { url, requests, take: () => requests.splice(0), close };
}

/** What the functions ask AWS with. */
export interface Clients {
  readonly dynamoDb: DynamoDb;
  readonly secretsManager: SecretsManagerClient;
  readonly sqs: Sqs;
}

export const region = "eu-central-1";

export const credentials: Credentials = {
  accessKeyId: "AKIDEXAMPLE",
  secretAccessKey: ["wJalr", "example", "key"].join("/"),
};

export function ownClients(url: string, settings: Partial<AwsSettings> = {}): Clients {
  const call = callAwsAt(url, { region, credentials, ...settings });
  return {
    dynamoDb: createDynamoDb(call),
    secretsManager: createSecretsManager(call),
    sqs: createSqs(call),
  };
}

/** Those of the AWS SDK. */
export function sdkClients(endpoint: string, settings: { credentials?: Credentials } = {}) {
  const common = { region, credentials, endpoint, maxAttempts: 3, ...settings };
  return {
    dynamoDb: new DynamoDB(common),
    secretsManager: new SecretsManager(common),
    // The answers of the loopback server have no checksum.
    sqs: new SQS({ ...common, md5: false }),
  } satisfies Clients;
}
