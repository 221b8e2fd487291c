import { createHash } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** A message in a queue of the stub. */
export interface QueuedMessage {
  readonly id: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly sent: number;
  visible: boolean;
  receipt?: string;
}

/** As much of AWS as the commands use, on this machine. */
export interface Aws {
  /** The environment of a command that is to use it. */
  readonly environment: Readonly<Record<string, string>>;
  /** What was asked for: `AmazonSQS.SendMessage`, `DescribeStacks` … */
  readonly calls: readonly { readonly call: string; readonly input: Input }[];
  readonly deadLetters: QueuedMessage[];
  readonly deliveries: QueuedMessage[];
  /** Of the queues. */
  readonly urls: { readonly queueUrl: string; readonly deadLettersUrl: string };
  /** The input templates of the rules' targets, by name of the rule. */
  readonly rules: Map<string, string>;
  /** The pages of a query of the ledger. */
  readonly pages: (readonly unknown[])[];
  close(): Promise<void>;
}

type Input = Readonly<Record<string, unknown>>;
type Answer = { readonly __type: string } | Readonly<Record<string, unknown>>;

export const targetArn = "arn:aws:sqs:eu-west-1:123456789012:deliveries";

/** The path of a queue's URL. */
const paths = { deliveries: "/1/deliveries", deadLetters: "/1/dead-letters" };

const table = "ledger-table";

/** Starts it. SQS keeps to itself every third receive what it has, as real queues do. */
export async function startAws(): Promise<Aws> {
  const calls: { call: string; input: Input }[] = [];
  const queues = new Map<unknown, QueuedMessage[]>([
    [paths.deliveries, []],
    [paths.deadLetters, []],
  ]);
  const urls = { queueUrl: "", deadLettersUrl: "" };
  const rules = new Map<string, string>();
  const pages: (readonly unknown[])[] = [];
  const answers: Readonly<Record<string, (input: Input) => Answer>> = {
    ...queueAnswers(queues),
    "AWSEvents.ListTargetsByRule": ({ Rule }) => {
      const InputTemplate = rules.get(String(Rule));
      if (InputTemplate === undefined) return { __type: "ResourceNotFoundException" };
      return { Targets: [{ Id: "queue", Arn: targetArn, InputTransformer: { InputTemplate } }] };
    },
    "DynamoDB_20120810.Query": ({ TableName }) =>
      TableName === table
        ? { Items: pages.shift() ?? [], ...(pages.length > 0 && { LastEvaluatedKey: { a: {} } }) }
        : { __type: "ResourceNotFoundException" },
  };
  const server = createServer(async (request, response) => {
    const text = await readText(request);
    const target = request.headers["x-amz-target"];
    if (target === undefined) {
      const form = Object.fromEntries(new URLSearchParams(text));
      calls.push({ call: form.Action ?? "", input: form });
      const isThere = form.StackName === "WorkflowDispatcher";
      response
        .writeHead(isThere ? 200 : 400)
        .end(isThere ? stackXml(urls) : noStackXml(form.StackName));
      return;
    }
    const input = JSON.parse(text) as Input;
    calls.push({ call: String(target), input });
    const answer = answers[String(target)]?.(input) ?? { __type: "UnknownOperationException" };
    response.writeHead("__type" in answer ? 400 : 200).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  urls.queueUrl = url + paths.deliveries;
  urls.deadLettersUrl = url + paths.deadLetters;
  return {
    environment: {
      AWS_ENDPOINT_URL: url,
      AWS_REGION: "eu-west-1",
      AWS_ACCESS_KEY_ID: "key",
      AWS_SECRET_ACCESS_KEY: "secret",
    },
    calls,
    deadLetters: queues.get(paths.deadLetters) ?? [],
    deliveries: queues.get(paths.deliveries) ?? [],
    urls,
    rules,
    pages,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function queueAnswers(queues: ReadonlyMap<unknown, QueuedMessage[]>) {
  let count = 0;
  const next = () => String(++count);
  const queueOf = ({ QueueUrl }: Input) => queues.get(new URL(String(QueueUrl)).pathname) ?? [];
  return {
    "AmazonSQS.ReceiveMessage": (input: Input) => {
      const visible = queueOf(input).filter(({ visible }) => visible);
      const given = count % 3 === 0 ? [] : visible.slice(0, Number(input.MaxNumberOfMessages));
      next();
      for (const message of given) Object.assign(message, { visible: false, receipt: next() });
      return { Messages: given.map(toSqs) };
    },
    "AmazonSQS.SendMessage": (input: Input) => {
      const attributes = Object.entries(input.MessageAttributes ?? {}).map(
        ([name, { StringValue }]: [string, { StringValue: string }]) => [name, StringValue],
      );
      queueOf(input).push({
        id: next(),
        body: String(input.MessageBody),
        attributes: Object.fromEntries(attributes),
        sent: 0,
        visible: true,
      });
      return { MessageId: "1", MD5OfMessageBody: md5(String(input.MessageBody)) };
    },
    "AmazonSQS.DeleteMessage": (input: Input) => {
      const queue = queueOf(input);
      const index = queue.findIndex(({ receipt }) => receipt === input.ReceiptHandle);
      if (index < 0) return { __type: "ReceiptHandleIsInvalid" };
      queue.splice(index, 1);
      return {};
    },
    "AmazonSQS.ChangeMessageVisibilityBatch": (input: Input) => {
      const entries = input.Entries as readonly { Id: string; ReceiptHandle: string }[];
      for (const { ReceiptHandle } of entries) {
        const message = queueOf(input).find(({ receipt }) => receipt === ReceiptHandle);
        if (message !== undefined) message.visible = true;
      }
      return { Successful: entries.map(({ Id }) => ({ Id })), Failed: [] };
    },
  };
}

function toSqs({ id, body, attributes, sent, receipt }: QueuedMessage) {
  const entries = Object.entries(attributes).map(
    ([name, StringValue]) => [name, { DataType: "String", StringValue }] as const,
  );
  return {
    MessageId: id,
    ReceiptHandle: receipt,
    Body: body,
    MD5OfBody: md5(body),
    Attributes: { SentTimestamp: String(sent) },
    MessageAttributes: Object.fromEntries(entries),
  };
}

function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}

function stackXml({ queueUrl, deadLettersUrl }: Aws["urls"]): string {
  const outputs = { LedgerTable: table, QueueUrl: queueUrl, DeadLettersUrl: deadLettersUrl };
  const members = Object.entries(outputs).map(
    ([key, value]) =>
      `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
  );
  const stack = `<member><StackName>WorkflowDispatcher</StackName><Outputs>${members.join("")}</Outputs></member>`;
  return `<DescribeStacksResponse><DescribeStacksResult><Stacks>${stack}</Stacks></DescribeStacksResult></DescribeStacksResponse>`;
}

function noStackXml(name: string | undefined): string {
  const message = `Stack with id ${name} does not exist`;
  return `<ErrorResponse><Error><Code>ValidationError</Code><Message>${message}</Message></Error></ErrorResponse>`;
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
