import { readFileSync } from "node:fs";
import { type IncomingHttpHeaders, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SQSClient } from "@aws-sdk/client-sqs";
import { credentials, region } from "./account.ts";
import type { Emulator } from "./emulator.ts";
import { signedHeaders } from "./sigv4.ts";

/** The services of an emulator that these tests use. */
export interface Aws {
  readonly secretsManager: SecretsManagerClient;
  readonly sqs: SQSClient;
  readonly eventBridge: EventBridgeClient;
  readonly dynamoDb: DynamoDB;
}

/** Clients of an emulator; from now on, this process trusts its certificate. */
export function connectTo({ url, certificate }: Emulator): Aws {
  if (certificate !== undefined) {
    setDefaultCACertificates([...getCACertificates(), readFileSync(certificate, "utf8")]);
  }
  const config = { endpoint: url, region, credentials };
  return {
    secretsManager: new SecretsManagerClient(config),
    sqs: new SQSClient(config),
    eventBridge: new EventBridgeClient(config),
    dynamoDb: new DynamoDB(config),
  };
}

/** A request to an emulator. */
export interface Call {
  readonly path: string;
  readonly method?: string;
  /** Names in lower case. `host` says which API is meant. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Sends a request. Not by fetch, which sets the host header itself. */
export function send({ url }: Emulator, call: Call): Promise<Answer> {
  const { path, method = "POST", headers, body = "" } = call;
  const request = url.startsWith("https:") ? requestHttps : requestHttp;
  // Without a servername of its own, TLS would expect the certificate of the host header.
  const options = { method, headers, servername: "" };
  return new Promise((resolve, reject) => {
    const sent = request(new URL(path, url), options, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.once("error", reject);
      response.once("end", () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
      });
    });
    sent.once("error", reject);
    sent.end(body);
  });
}

/** Every line that the functions of a stack have logged: docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference. */
export async function readLogs(emulator: Emulator, stackName: string): Promise<readonly string[]> {
  const { logGroups } = await callLogs(emulator, "DescribeLogGroups", {});
  const names = (logGroups ?? []).map(({ logGroupName }) => logGroupName);
  const answers = await Promise.all(
    names
      .filter((name) => name.includes(stackName))
      .map((logGroupName) => callLogs(emulator, "FilterLogEvents", { logGroupName })),
  );
  return answers.flatMap(({ events }) => (events ?? []).map(({ message }) => message));
}

interface LogsAnswer {
  readonly logGroups?: readonly { readonly logGroupName: string }[];
  readonly events?: readonly { readonly message: string }[];
}

async function callLogs(emulator: Emulator, action: string, input: unknown): Promise<LogsAnswer> {
  const body = JSON.stringify(input);
  const unsigned = {
    host: new URL(emulator.url).host,
    "content-type": "application/x-amz-json-1.1",
    "x-amz-target": `Logs_20140328.${action}`,
  };
  const headers = signedHeaders({ method: "POST", path: "/", headers: unsigned, body }, "logs");
  const answer = await send(emulator, { path: "/", headers, body });
  if (answer.status !== 200) throw new Error(`${action}: ${answer.status} ${answer.body}`);
  return JSON.parse(answer.body) as LogsAnswer;
}
