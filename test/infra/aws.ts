import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A message of SQS, as it was sent. */
export interface Message {
  readonly QueueUrl: string;
  readonly MessageBody: string;
  readonly DelaySeconds?: number;
  readonly MessageAttributes: Readonly<Record<string, { readonly StringValue: string }>>;
}

/** How long a message of SQS is to stay hidden. */
export interface Postponement {
  readonly QueueUrl: string;
  readonly ReceiptHandle: string;
  readonly VisibilityTimeout: number;
}

/** As much of Secrets Manager and SQS as the functions use, in AWS's JSON protocol, on this machine. */
export interface Aws {
  readonly url: string;
  /** What was asked for, such as `GetSecretValue github/dispatch-token`, and by whose signature. */
  readonly calls: readonly { readonly call: string; readonly authorization: string }[];
  readonly messages: readonly Message[];
  readonly postponements: readonly Postponement[];
  close(): Promise<void>;
}

/** @param secrets values by name. */
export async function startAws(secrets: Readonly<Record<string, string>>): Promise<Aws> {
  const calls: { call: string; authorization: string }[] = [];
  const messages: Message[] = [];
  const postponements: Postponement[] = [];
  const answers: Readonly<Record<string, (input: Input) => Answer>> = {
    "secretsmanager.GetSecretValue": ({ SecretId: name = "" }) => getSecret(secrets, name),
    "AmazonSQS.SendMessage": (input) => {
      messages.push(input as unknown as Message);
      const digest = createHash("md5").update(input.MessageBody ?? "");
      return { MessageId: "1", MD5OfMessageBody: digest.digest("hex") };
    },
    "AmazonSQS.ChangeMessageVisibility": (input) => {
      postponements.push(input as unknown as Postponement);
      return {};
    },
  };
  const server = createServer(async (request, response) => {
    const target = String(request.headers["x-amz-target"]);
    const input = JSON.parse(await readText(request)) as Input;
    const call = `${target.split(".")[1]} ${input.SecretId ?? input.QueueUrl}`;
    calls.push({ call, authorization: request.headers.authorization ?? "" });
    send(response, answers[target]?.(input) ?? { __type: "UnknownOperationException" });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    messages,
    postponements,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Input = Readonly<Record<string, string | undefined>>;
type Answer = Readonly<Record<string, string>>;

function getSecret(secrets: Readonly<Record<string, string>>, name: string): Answer {
  const value = secrets[name];
  if (value === undefined) return { __type: "ResourceNotFoundException" };
  return { Name: name, SecretString: value };
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

function send(response: ServerResponse, answer: Answer): void {
  const status = "__type" in answer ? 400 : 200;
  response.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
  response.end(JSON.stringify(answer));
}
